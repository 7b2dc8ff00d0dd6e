package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.ModelProfile;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller finds nothing in a request under a name that another dialect has for it. */
class FieldNamesTest {
  private static final String MODEL = "m";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GEMINI|{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'candidateCount':2}}|ANTHROPIC|generationConfig.candidateCount"
            + " is",
        "GEMINI|{'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'text':'b'}]}]}|OPENAI_CHAT|contents[1].role"
            + " is",
        "ANTHROPIC|{'max_tokens':9,'messages':[{'role':'user','content':'a'}],'stop_sequences':['x']}|OPENAI_RESPONSES|stop_sequences",
        "OPENAI_RESPONSES|{'input':'a','text':{'format':{'type':'json_object'}}}|ANTHROPIC|text.format"
            + " is",
        "OPENAI_RESPONSES|{'input':''}|ANTHROPIC|input say",
        "OPENAI_CHAT|{'messages':[{'role':'user','content':'a'}],'n':2}|ANTHROPIC|n is"
      })
  void whatCannotBeAskedIsNamedAsTheCallerKnowsIt(
      Dialect callers, String body, Dialect to, String expected) {
    assertThat(translation(callers, body).refusal(recipient(to)))
        .startsWith("cannot be asked: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GEMINI|{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'topK':3}}|OPENAI_CHAT|generationConfig.topK",
        "ANTHROPIC|{'max_tokens':9,'messages':[{'role':'user','content':'a'}],'metadata':{'user_id':'u'}}|GEMINI|metadata.user_id",
        "OPENAI_RESPONSES|{'input':'a','text':{'verbosity':'low'}}|GEMINI|text.verbosity",
        "OPENAI_CHAT|{'messages':[{'role':'user','content':'a'}],'seed':3}|ANTHROPIC|seed"
      })
  void whatIsLeftOutIsNamedAsTheCallerKnowsIt(
      Dialect callers, String body, Dialect to, String expected) {
    Translation translation = translation(callers, body);
    assertThat(translation.refusal(recipient(to))).isNull();
    assertThat(translation.said(recipient(to)).dropped()).containsExactly(expected);
  }

  @Test
  void placesInAFieldKeepTheirPath() {
    FieldNames names = new FieldNames(Map.of("a", "x", "a.b", "y"));
    assertThat(names.of("a")).isEqualTo("x");
    assertThat(names.of("a[3].c")).isEqualTo("x[3].c");
    assertThat(names.of("a.b.c")).isEqualTo("y.c");
    assertThat(names.of("ab.c")).isEqualTo("ab.c");
  }

  private static Translation translation(Dialect callers, String body) {
    Origin origin = new Origin("https", "localhost", 443);
    Operation operation = Operation.toGenerate(callers);
    AiCall call = new AiCall(operation, origin, MODEL, false, false, -1, 1, 0, 0);
    byte[] text = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Translation(call, CallBody.plain(text), false, false, false);
  }

  private static Recipient recipient(Dialect to) {
    ModelProfile profile = Known.profile(to, MODEL, null);
    return new Recipient(
        to, profile.host(), MODEL, profile.capabilities(to), null, null, null, false);
  }
}
