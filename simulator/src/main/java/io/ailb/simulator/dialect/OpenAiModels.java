package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /models} and {@code GET /models/M}. */
final class OpenAiModels implements Operation {
  private final @Nullable String model;

  /**
   * @param model the one asked for, or null for the list
   */
  OpenAiModels(@Nullable String model) {
    this.model = model;
  }

  @Override
  public Ask read(Request request) {
    return Ask.of(model, new Prompt(), Json.empty());
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    if (model != null) {
      return Answer.ok(entry(model), 0);
    }
    List<String> models = speaker.models().isEmpty() ? List.of("any-model") : speaker.models();
    var entries = models.stream().map(OpenAiModels::entry).toList();
    return Answer.ok(object("object", "list").with("data", entries), 0);
  }

  private static JsonObject entry(String model) {
    return object("id", model)
        .with("object", "model")
        .with("created", OpenAi.CREATED)
        .with("owned_by", "simulator");
  }

  @Override
  public boolean metered() {
    return false;
  }

  @Override
  public String fixtureName() {
    return "openai-models";
  }
}
