package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Translation, section 3.7, column A. */
class ClosedSchemaTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "{'type':'object'} | {'type':'object','additionalProperties':false}",
        "{'type':'object','additionalProperties':true} | {'type':'object','additionalProperties':false}",
        "{'type':['object','null']} | {'type':['object','null'],'additionalProperties':false}",
        "{'type':['string','null']} | {'type':['string','null']}",
        "{'oneOf':[{'type':'string'}]} | {'anyOf':[{'type':'string'}]}",
        "{'allOf':[{'type':'string'}]} | {'allOf':[{'type':'string'}]}",
        "{'const':3} | {'const':3}",
        "{'enum':['a','b']} | {'enum':['a','b']}",
        "{'type':'string','format':'date-time'} | {'type':'string','format':'date-time'}",
        "{'type':'string','format':'color'} | {'type':'string','description':'{format: \"color\"}'}",
        "{'type':'string','minLength':2,'pattern':'a+'} | {'type':'string','description':'{minLength: 2, pattern: \"a+\"}'}",
        "{'type':'integer','minimum':1,'description':'n'} | {'type':'integer','description':'n\\n\\n{minimum: 1}'}",
        "{'type':'array','items':{'type':'object'},'minItems':1} | {'type':'array','items':{'type':'object','additionalProperties':false},'minItems':1}",
        "{'type':'array','minItems':2} | {'type':'array','description':'{minItems: 2}'}",
        "{'$schema':'s','type':'string'} | {'type':'string'}",
        "{'$ref':'#/definitions/a','definitions':{'a':{'type':'string'}}} | {'$defs':{'a':{'type':'string'}},'anyOf':[{'$ref':'#/$defs/a'}]}",
        "{'properties':{'a':{'$ref':'#/$defs/a','description':'d'}}} | {'properties':{'a':{'description':'d','anyOf':[{'$ref':'#/$defs/a'}]}},'additionalProperties':false}",
        "{'properties':{'next':{'$ref':'#'}}} | {'properties':{'next':{'$ref':'#'}},'additionalProperties':false}",
      })
  void keywords(String given, String closed) {
    String written = Json.text(ClosedSchema.of(json(given), "f"));
    assertThat(written.replace("\\\"", "~").replace('"', '\'').replace('~', '"')).isEqualTo(closed);
  }

  @Test
  void membersOfAnyNameCannotBeBound() {
    assertThatThrownBy(
            () ->
                ClosedSchema.of(
                    json("{'type':'object','additionalProperties':{'type':'string'}}"),
                    "response_format"))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("response_format");
  }

  @Test
  void theCallersSchemaStaysAsItWas() {
    var schema = json("{'type':'object','properties':{'a':{'type':'string','minLength':1}}}");
    var before = schema.deepCopy();
    ClosedSchema.of(schema, "f");
    assertThat(schema).isEqualTo(before);
  }
}
