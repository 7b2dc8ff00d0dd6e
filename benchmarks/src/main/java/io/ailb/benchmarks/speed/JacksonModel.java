package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The same by Jackson: its streaming parser and a splice, or a tree. */
final class JacksonModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory JSON = MAPPER.getFactory();
  private static final byte[] MODEL = ('"' + Prompts.SENT + '"').getBytes(StandardCharsets.UTF_8);

  private JacksonModel() {}

  static Work streaming(byte[] body) {
    return () -> spliced(body).length;
  }

  private static byte[] spliced(byte[] body) throws IOException {
    int from = -1;
    int to = -1;
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean model = parser.currentName().equals("model");
        parser.nextToken();
        if (model) {
          from = (int) parser.currentTokenLocation().getByteOffset();
          parser.finishToken();
          to = (int) parser.currentLocation().getByteOffset();
        } else {
          parser.skipChildren();
        }
      }
    }
    return SplicedModel.spliced(body, from, to, MODEL);
  }

  static Work tree(byte[] body) {
    return () -> {
      JsonNode root = MAPPER.readTree(body);
      return MAPPER.writeValueAsBytes(((ObjectNode) root).put("model", Prompts.SENT)).length;
    };
  }
}
