package io.ailb.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor says of a configuration by its JSON Schema. */
final class EditorsView {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(SchemaDocument.json(), InputFormat.JSON);

  private EditorsView() {}

  /** Each place that it underlines, with its reason. */
  static List<String> complaints(String yaml) {
    return SCHEMA.validate(json(yaml), InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  private static String json(String yaml) {
    try {
      return MAPPER.writeValueAsString(tree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object tree(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }
}
