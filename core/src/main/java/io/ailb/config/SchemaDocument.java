package io.ailb.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft-07, which editors of YAML know) of a configuration, made of the table of
 * all keys. {@code ai-lb.schema.json} beside {@code LoadBalancer.class} in the jar is this text.
 */
public final class SchemaDocument {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode definitions = MAPPER.createObjectNode();

  private SchemaDocument() {}

  /** The schema as a text that ends in a newline. */
  public static String json() {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("$schema", "http://json-schema.org/draft-07/schema#");
    document.put("title", "ai-lb.yaml");
    document.put("description", "A configuration of ai-lb, a load balancer for LLM calls.");
    SchemaDocument made = new SchemaDocument();
    made.describe(Schema.ROOT, "", document);
    document.set("definitions", made.definitions);
    DefaultPrettyPrinter.Indenter indenter = new DefaultIndenter("  ", "\n");
    try {
      return MAPPER
              .writer(new DefaultPrettyPrinter().withObjectIndenter(indenter))
              .writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own can be written", e);
    }
  }

  private void describe(Shape shape, String name, ObjectNode schema) {
    if (shape instanceof Shape.One one) {
      one.type().describe(schema);
    } else if (shape instanceof Shape.Keys keys) {
      keys(keys, schema);
    } else if (shape instanceof Shape.Named named) {
      schema.put("type", "object");
      describe(named.of(), name, schema.putObject("additionalProperties"));
    } else if (shape instanceof Shape.Many many) {
      ArrayNode any = schema.putArray("anyOf");
      ObjectNode list = any.addObject().put("type", "array");
      element(many.of(), name, list.putObject("items"));
      element(many.of(), name, any.addObject());
    } else {
      ArrayNode any = schema.putArray("anyOf");
      ((Shape.Either) shape).of().forEach(one -> describe(one, name, any.addObject()));
    }
  }

  /** Pools and endpoints may stand in a list or alone: they are described once. */
  private void element(Shape shape, String name, ObjectNode schema) {
    if (shape instanceof Shape.Keys keys) {
      if (!definitions.has(name)) {
        keys(keys, definitions.putObject(name));
      }
      schema.put("$ref", "#/definitions/" + name);
    } else {
      describe(shape, name, schema);
    }
  }

  private void keys(Shape.Keys keys, ObjectNode schema) {
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    for (Shape.Key key : keys.keys().values()) {
      key(key, properties.putObject(key.name()));
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }

  private void key(Shape.Key key, ObjectNode schema) {
    schema.put("description", about(key));
    JsonNode byDefault = byDefault(key);
    if (byDefault != null) {
      schema.set("default", byDefault);
    }
    boolean emptyIsDefault = !(key.shape() instanceof Shape.One) && !key.required();
    if (key.nullable() || emptyIsDefault) {
      ArrayNode any = schema.putArray("anyOf");
      describe(key.shape(), key.name(), any.addObject());
      any.addObject().put("type", "null");
    } else {
      describe(key.shape(), key.name(), schema);
    }
  }

  /** In plain words: not every editor shows Markdown. */
  private static String about(Shape.Key key) {
    String about = key.about().replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1").replace("`", "");
    if (key.later() == null) {
      return about;
    }
    return about
        + " Not active yet"
        + (key.later().values().isEmpty() ? "" : " for " + String.join(", ", key.later().values()))
        + ": "
        + key.later().meanwhile()
        + ".";
  }

  private static @Nullable JsonNode byDefault(Shape.Key key) {
    String text = key.byDefault();
    if (text == null || text.equals(Section.ABSENT) || key.shape() instanceof Shape.Keys) {
      return null;
    }
    if (text.equals("{}")) {
      return MAPPER.createObjectNode();
    }
    if (text.startsWith("[")) {
      ArrayNode list = MAPPER.createArrayNode();
      for (String item : text.substring(1, text.length() - 1).split(",\\s*", -1)) {
        if (!item.isBlank()) {
          list.add(item);
        }
      }
      return list;
    }
    try {
      boolean typed = text.matches("null|true|false|\\d+(\\.\\d+)?");
      return typed ? MAPPER.readTree(text) : MAPPER.getNodeFactory().textNode(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a default that nobody can read: " + text, e);
    }
  }
}
