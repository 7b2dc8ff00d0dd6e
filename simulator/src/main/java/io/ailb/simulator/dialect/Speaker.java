package io.ailb.simulator.dialect;

import java.util.List;

/**
 * Who answers.
 *
 * @param name the endpoint's name, which its answers mention
 * @param models the models it has; none means any
 * @param tokens how many pieces an answer comes in
 */
public record Speaker(String name, List<String> models, int tokens) {}
