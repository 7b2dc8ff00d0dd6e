package io.ailb.recognise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {
  private static CallBody body(String text) {
    return CallBody.plain(text.replace('\'', '"').getBytes(UTF_8));
  }

  private static long user(Dialect dialect, String text) {
    return Conversation.ofUser(dialect, body(text));
  }

  private static long beginning(Dialect dialect, String text) {
    return Conversation.ofBeginning(dialect, body(text));
  }

  @Test
  void aUserIsNamedInEachDialectsWay() {
    long chat = user(Dialect.OPENAI_CHAT, "{'safety_identifier':'s','user':'u','model':'m'}");
    assertThat(chat).isEqualTo(user(Dialect.OPENAI_RESPONSES, "{'input':'x','user':'u'}"));
    assertThat(chat).isEqualTo(user(Dialect.ANTHROPIC, "{'user':'x','metadata':{'user_id':'u'}}"));
    assertThat(chat).isNotEqualTo(user(Dialect.OPENAI_CHAT, "{'user':'v'}"));
    assertThat(user(Dialect.OPENAI_CHAT, "{'safety_identifier':'u'}")).isEqualTo(chat);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'user':null}", "{'user':''}", "{'user':7,'metadata':{'user_id':'u'}}", "{}", "[]"})
  void orNotAtAll(String text) {
    assertThat(user(Dialect.OPENAI_CHAT, text)).isEqualTo(Conversation.UNKNOWN);
  }

  @Test
  void laterTurnsBeginAsTheFirstDid() {
    String first =
        "{'messages':[{'role':'system','content':'Be kind.'},{'role':'user','content':'Why?'}";
    long it = beginning(Dialect.OPENAI_CHAT, first + "]}");
    assertThat(it).isNotEqualTo(Conversation.UNKNOWN);
    assertThat(
            beginning(
                Dialect.OPENAI_CHAT,
                first
                    + ",{'role':'assistant','content':'So.'},{'content':'And then?','role':'user'}]}"))
        .isEqualTo(it);
    assertThat(beginning(Dialect.OPENAI_CHAT, first.replace("Why", "How") + "]}")).isNotEqualTo(it);
    assertThat(beginning(Dialect.OPENAI_CHAT, first.replace("kind", "brief") + "]}"))
        .isEqualTo(it); // what all have in common tells nothing
  }

  @Test
  void aMarkThatMovesOnChangesNothing() {
    String marked =
        "{'messages':[{'role':'user','content':[{'type':'text','text':'Why?','cache_control':{'type':'ephemeral'}}]}]}";
    String later =
        "{'messages':[{'role':'user','content':[{'type':'text','text':'Why?'},{'text':'more'}]},{'role':'assistant','content':'So.'}]}";
    assertThat(beginning(Dialect.ANTHROPIC, marked))
        .isEqualTo(beginning(Dialect.ANTHROPIC, later))
        .isEqualTo(beginning(Dialect.GEMINI, "{'contents':[{'parts':[{'text':'Why?'}]}]}"))
        .isEqualTo(beginning(Dialect.OPENAI_RESPONSES, "{'input':'Why?'}"))
        .isEqualTo(
            beginning(
                Dialect.OPENAI_RESPONSES,
                "{'input':[{'type':'reasoning'},{'role':'user','content':'Why?'}]}"))
        .isNotEqualTo(Conversation.UNKNOWN);
  }

  @Test
  void ofALongTextBothEndsAndTheLengthCount() {
    String from = "{'messages':[{'role':'user','content':'";
    String middle = "x".repeat(5_000);
    String to = "'}]}";
    long it = beginning(Dialect.OPENAI_CHAT, from + "a" + middle + "b" + to);
    assertThat(beginning(Dialect.OPENAI_CHAT, from + "a" + middle + "b" + to)).isEqualTo(it);
    assertThat(beginning(Dialect.OPENAI_CHAT, from + "c" + middle + "b" + to)).isNotEqualTo(it);
    assertThat(beginning(Dialect.OPENAI_CHAT, from + "a" + middle + "c" + to)).isNotEqualTo(it);
    assertThat(beginning(Dialect.OPENAI_CHAT, from + "a" + middle + "xb" + to)).isNotEqualTo(it);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'messages':[]}",
        "{'messages':null}",
        "{'messages':[{'role':'system','content':'x'}]}",
        "{'messages':[{'role':'user','content':[{'type':'image_url'}]}]}",
        "{'messages':[1,'x']}",
        "{'messages':[{'role':'user'"
      })
  void whereNothingIsSaidNothingTells(String text) {
    assertThat(beginning(Dialect.OPENAI_CHAT, text)).isEqualTo(Conversation.UNKNOWN);
  }
}
