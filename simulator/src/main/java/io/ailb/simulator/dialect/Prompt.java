package io.ailb.simulator.dialect;

import java.nio.charset.StandardCharsets;

/** The texts of a request, collected in the order in which they were said. */
public final class Prompt {
  private long bytes;
  private String lastUserText = "";
  private boolean toolAnswered;
  private boolean prefilled;
  private String begun = "";

  void user(String text) {
    other(text);
    lastUserText = text;
    toolAnswered = false;
    prefilled = false;
  }

  void toolResult(String text) {
    other(text);
    toolAnswered = true;
    prefilled = false;
  }

  void model(String text) {
    other(text);
    begun = prefilled ? begun + text : text;
    prefilled = true;
  }

  void other(String text) {
    bytes += text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** An estimate, and the simulator's truth: one token for every four bytes, rounded up. */
  public int tokens() {
    return (int) ((bytes + 3) / 4);
  }

  public String lastUserText() {
    return lastUserText;
  }

  /** True when a tool has answered since the user spoke last. */
  boolean toolAnswered() {
    return toolAnswered;
  }

  /** True when the model spoke last, and is to go on from there. */
  public boolean prefilled() {
    return prefilled;
  }

  /** What the model has said already of what it is to say. */
  String begun() {
    return prefilled ? begun : "";
  }
}
