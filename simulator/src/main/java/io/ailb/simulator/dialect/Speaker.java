package io.ailb.simulator.dialect;

import java.util.List;

/**
 * Who answers.
 *
 * @param name the endpoint's name, which its answers mention
 * @param models the models it has; none means any
 * @param tokens how many pieces an answer comes in
 * @param shelf what it keeps of its answers
 */
public record Speaker(String name, List<String> models, int tokens, Shelf shelf) {
  /** One that has not said anything yet. */
  public Speaker(String name, List<String> models, int tokens) {
    this(name, models, tokens, new Shelf());
  }
}
