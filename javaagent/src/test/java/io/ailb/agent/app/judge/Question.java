package io.ailb.agent.app.judge;

/**
 * What a user wants to know, in no SDK's words.
 *
 * @param tools whether the model may call {@code weather} and {@code time}
 * @param forced whether it must call {@code time}
 * @param image whether a picture goes with it
 * @param schema whether the answer is to be a card with title and year
 * @param thinks whether the model is to think, and to show it
 */
record Question(
    String model,
    String text,
    boolean tools,
    boolean forced,
    boolean image,
    boolean schema,
    boolean thinks) {

  static Question of(String model, String text) {
    return new Question(model, text, false, false, false, false, false);
  }

  Question withTools() {
    return new Question(model, text, true, forced, image, schema, thinks);
  }

  Question withForcedTool() {
    return new Question(model, text, true, true, image, schema, thinks);
  }

  Question withImage() {
    return new Question(model, text, tools, forced, true, schema, thinks);
  }

  Question withSchema() {
    return new Question(model, text, tools, forced, image, true, thinks);
  }

  Question withThinking() {
    return new Question(model, text, tools, forced, image, schema, true);
  }
}
