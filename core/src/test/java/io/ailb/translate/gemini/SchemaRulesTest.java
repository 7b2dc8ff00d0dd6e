package io.ailb.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"const\":\"a\"} | {\"enum\":[\"a\"]}",
        "{\"oneOf\":[{\"type\":\"string\"}]} | {\"oneOf\":[{\"type\":\"string\"}]}",
        "{\"type\":[\"string\",\"null\"]} | {\"type\":[\"string\",\"null\"]}",
        "{\"type\":\"object\",\"additionalProperties\":true} | {\"type\":\"object\",\"additionalProperties\":true}",
        "{\"type\":\"integer\",\"minimum\":1,\"maximum\":2} | {\"type\":\"integer\",\"minimum\":1,\"maximum\":2}",
        "{\"minItems\":1,\"maxItems\":2} | {\"minItems\":1,\"maxItems\":2}",
        "{\"description\":\"d\",\"pattern\":\"^a\",\"minLength\":2} | {\"description\":\"d (pattern: ^a) (minLength: 2)\"}",
        "{\"$schema\":\"x\",\"type\":\"string\"} | {\"type\":\"string\"}",
        "{\"properties\":{\"minLength\":{\"const\":1}}} | {\"properties\":{\"minLength\":{\"enum\":[1]}}}",
        "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"const\":1}}} | {\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"enum\":[1]}}}",
        "{\"items\":{\"$ref\":\"#/$defs/a\",\"description\":\"d\"}} | {\"items\":{\"description\":\"d\",\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]}}",
        "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]},{\"properties\":{\"b\":{\"type\":\"null\"}},\"required\":[\"b\",\"a\"]}],\"type\":\"object\"} | {\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"null\"}},\"required\":[\"a\",\"b\"],\"type\":\"object\"}",
        "{\"allOf\":[{\"$ref\":\"#/$defs/a\"}],\"description\":\"d\"} | {\"description\":\"d\",\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]}"
      })
  void aKeywordIsSaidInGeminisWords(String schema, String said) {
    assertThat(SchemaRules.apply(Answers.object(schema), target())).hasToString(said);
  }

  private static Target target() {
    return Targets.of(Targets.newer());
  }

  @Test
  void whatBecomesWordsIsTold() {
    Target target = target();
    SchemaRules.apply(Answers.object("{\"pattern\":\"a\"}"), target);
    assertThat(target.dropped()).containsExactly("response_format.pattern");
  }

  @Test
  void theCallersSchemaIsLeftAsItIs() {
    var schema = Answers.object("{\"allOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}");
    var before = schema.deepCopy();
    SchemaRules.apply(schema, target());
    assertThat(schema).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}",
        "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}},{\"properties\":{\"a\":{\"type\":\"integer\"}}}]}",
        "{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"next\"]}",
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"properties\":{\"c\":{\"items\":{\"$ref\":\"#/$defs/n\"}}},\"required\":[\"c\"]}}}",
        "true"
      })
  void whatCannotBeSaidIsAGate(String schema) {
    assertThatThrownBy(() -> SchemaRules.apply(Json.parse(schema), target()))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aSchemaMayContainItselfWhereItCanBeLeftOut() {
    String tree =
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":"
            + "{\"c\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/n\"}}}}}}";
    assertThat(SchemaRules.apply(Answers.object(tree), target())).hasToString(tree);
  }
}
