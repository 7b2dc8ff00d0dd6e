package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of a response later: for itself, for what it answered, to stop, to be deleted. */
final class OpenAiStored implements Operation {
  private static final Pattern PATH =
      Pattern.compile(".*/responses/([^/]+)(/cancel|/input_items)?");

  private final String id;
  private final String wish;

  private OpenAiStored(String id, String wish) {
    this.id = id;
    this.wish = wish;
  }

  /** The call that this is; null if it is none of these. */
  static @Nullable OpenAiStored of(Request request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return null;
    }
    String wish = request.method() + (path.group(2) == null ? "" : path.group(2));
    return switch (wish) {
      case "GET", "DELETE", "POST/cancel", "GET/input_items" ->
          new OpenAiStored(path.group(1), wish);
      default -> null;
    };
  }

  @Override
  public Ask read(Request request) {
    return Ask.of(null, new Prompt(), Json.empty());
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    Shelf shelf = speaker.shelf();
    String response = shelf.get(id);
    if (response == null) {
      return OpenAiErrors.noSuchResponse(id);
    }
    return switch (wish) {
      case "DELETE" -> {
        shelf.remove(id);
        yield Answer.ok(object("id", id).with("object", "response").with("deleted", true), 0);
      }
      case "GET/input_items" ->
          Answer.ok(
              object("object", "list")
                  .with("data", List.of())
                  .with("first_id", "")
                  .with("last_id", "")
                  .with("has_more", false),
              0);
      default -> Answer.ok(Json.tree(response), 0);
    };
  }

  @Override
  public boolean metered() {
    return false;
  }

  @Override
  public String fixtureName() {
    return "openai-responses-stored";
  }
}
