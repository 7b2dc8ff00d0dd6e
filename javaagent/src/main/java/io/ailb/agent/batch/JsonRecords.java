package io.ailb.agent.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ailb.client.ChatRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lines of OpenAI's Batch API, and prompts in JSON. */
final class JsonRecords implements Records {
  /** Where what is asked at carries the model in its path. */
  private static final String[] MODEL_IN_PATH = {"/models/", "/deployments/"};

  private final LineReader lines;
  private final @Nullable String model;

  /**
   * Of these lines.
   *
   * @param model of those that name none; null = none
   */
  JsonRecords(LineReader lines, @Nullable String model) {
    this.lines = lines;
    this.model = model;
  }

  @Override
  public @Nullable Item next() throws IOException {
    LineReader.Line line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line == null ? null : item(line, model);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** What a line asks for, or why it asks for nothing. */
  static Item item(LineReader.Line line, @Nullable String model) {
    Items items = new Items(line);
    if (line.tooLong()) {
      return items.bad("line_too_long", "it is longer than %,d bytes".formatted(Input.LONGEST));
    }
    if (!Utf8.isText(line.bytes())) {
      return items.bad("not_utf8", "it is not UTF-8");
    }
    Members members;
    try {
      members = Members.of(line.bytes());
    } catch (JsonProcessingException e) {
      String why = e.getOriginalMessage().replaceAll(" \\(start marker at .*", "");
      return items.bad(
          "invalid_line",
          "it is not JSON: %s, at column %d".formatted(why, e.getLocation().getColumnNr()));
    } catch (IOException e) {
      return items.bad("invalid_line", String.valueOf(e.getMessage()));
    }
    try {
      return items.of(members, model);
    } catch (IOException e) {
      return items.bad("invalid_line", String.valueOf(e.getMessage()));
    }
  }

  /** Makes the item of one line. */
  private static final class Items {
    private final LineReader.Line line;
    private String id;

    private Items(LineReader.Line line) {
      this.line = line;
      this.id = "line-" + line.number();
    }

    private Item bad(String code, String message) {
      return new Item(
          id,
          line.number(),
          line.fingerprint(),
          line.bytes(),
          Item.NONE,
          new Problem(code, "line %d: %s".formatted(line.number(), message)));
    }

    private Item good(Supplier<ChatRequest> request) {
      return new Item(id, line.number(), line.fingerprint(), line.bytes(), request, null);
    }

    private Item of(Members members, @Nullable String model) throws IOException {
      String named = members.id();
      if (named != null) {
        id = named;
      }
      if (members.has("body")) {
        return ofBody(members, model);
      }
      String prompt = members.string("prompt");
      return prompt == null
          ? bad("invalid_line", "it has neither a body nor a prompt that is text")
          : ofPrompt(members, prompt, model);
    }

    private Item ofBody(Members members, @Nullable String model) throws IOException {
      String method = members.string("method");
      if (method != null && !method.equalsIgnoreCase("POST")) {
        return bad("unsupported_method", "the method is POST, got " + method);
      }
      Members.Member body = members.get("body");
      String path = path(members.string("url"));
      if (body == null || body.token() != JsonToken.START_OBJECT) {
        return bad("invalid_line", "its body is no object");
      }
      if (path == null) {
        return bad("unknown_url", "it has no url, such as /v1/chat/completions");
      }
      Members inside = Members.of(members.value(body));
      Members.Member stream = inside.get("stream");
      if (path.contains(":streamGenerateContent")
          || (stream != null && stream.token() == JsonToken.VALUE_TRUE)) {
        return bad("streaming", "an answer of a batch is whole: ask without \"stream\"");
      }
      if (inside.get("model") != null || Arrays.stream(MODEL_IN_PATH).anyMatch(path::contains)) {
        int from = body.from();
        int to = body.to();
        byte[] text = line.bytes();
        return good(() -> ChatRequest.json(path, Arrays.copyOfRange(text, from, to)));
      }
      if (model == null) {
        return bad("no_model", "it names no model, nor does the pool; --model does");
      }
      String quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(model)) + '"';
      return good(() -> ChatRequest.json(path, inside.with("model", quoted)));
    }

    private Item ofPrompt(Members members, String prompt, @Nullable String model)
        throws IOException {
      String own = members.string("model");
      Prompt asked =
          new Prompt(
              prompt,
              members.string("system"),
              own == null ? model : own,
              number(members, "max_tokens"),
              number(members, "temperature"));
      Problem problem = asked.problem();
      return problem == null ? good(asked::request) : bad(problem.code(), problem.message());
    }

    private static @Nullable Double number(Members members, String name) throws IOException {
      Members.Member member = members.get(name);
      if (member == null || !members.has(name)) {
        return null;
      }
      if (!member.token().isNumeric()) {
        throw new IOException(name + " is no number");
      }
      return Double.valueOf(members.raw(member));
    }

    /** Of a URL with or without a host. */
    private static @Nullable String path(@Nullable String url) {
      if (url == null || url.startsWith("/")) {
        return url;
      }
      int host = url.indexOf("://");
      int slash = host < 0 ? -1 : url.indexOf('/', host + 3);
      return slash < 0 ? url : url.substring(slash);
    }
  }
}
