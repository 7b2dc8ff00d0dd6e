package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.openai.StrictSchema;

/** {@code text.format}: the form that the answer has to have. */
final class TextFormat {
  private static final String PATH = "text.format";

  private TextFormat() {}

  static OutputFormat read(JsonNode format, Foreign foreign) {
    String type = Json.string(format, "type");
    return switch (String.valueOf(type)) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> OutputFormat.JSON;
      case "json_schema" -> schema(format);
      default -> {
        foreign.word(PATH + ".type", String.valueOf(type), format);
        yield OutputFormat.TEXT;
      }
    };
  }

  private static OutputFormat schema(JsonNode format) {
    if (!format.path("schema").isObject()) {
      throw new Malformed(PATH + ".schema", "must be an object");
    }
    return new OutputFormat.Schema(
        Json.string(format, "name"),
        Json.string(format, "description"),
        format.get("schema"),
        Boolean.TRUE.equals(Json.flag(format, "strict")));
  }

  static ObjectNode write(OutputFormat output) {
    if (output instanceof OutputFormat.Schema schema) {
      return schema(schema);
    }
    return Json.object().put("type", output instanceof OutputFormat.Json ? "json_object" : "text");
  }

  /** A schema without a name comes from a dialect that always keeps to it strictly. */
  private static ObjectNode schema(OutputFormat.Schema schema) {
    boolean unsaid = schema.name() == null && schema.strict() == null;
    JsonNode strict = unsaid ? StrictSchema.of(schema.schema()) : null;
    ObjectNode format = Json.object().put("type", "json_schema");
    format.put("name", schema.name() == null ? "response" : schema.name());
    if (schema.description() != null) {
      format.put("description", schema.description());
    }
    format.put("strict", strict != null || Boolean.TRUE.equals(schema.strict()));
    format.set("schema", strict == null ? schema.schema() : strict);
    return format;
  }
}
