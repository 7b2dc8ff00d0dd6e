package io.ailb.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Dialect;
import io.ailb.model.ErrorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event like the one before is not read, and means what it would mean if it were. */
class AlikeEventsTest {
  /** Says nothing, so that the event after it is like none. */
  private static final String OTHER = "{}";

  private static final String BYTES = "\"\\{}[],:0129-.eE+ntrufalse \tu\u0001\u00e9\r\n";

  private static List<String> events(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT ->
          List.of(
              """
              {"id":"c1","object":"chat.completion.chunk","created":1795180800,"model":"m",\
              "choices":[{"index":0,"delta":{"content":" a \\"tide\\""},"logprobs":null,\
              "finish_reason":null}],"service_tier":"default","obfuscation":"dQw4w9WgXcQ"}""",
              """
              {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":\
              "{\\"a1\\":1000"}}]},"finish_reason":null}],"error":null}""",
              """
              {"choices":[{"index":0,"delta":{"content":"last"},"finish_reason":"stop"}],\
              "usage":{"prompt_tokens":9,"completion_tokens":12,"prompt_tokens_details":\
              {"cached_tokens":3}}}""");
      case OPENAI_RESPONSES ->
          List.of(
              """
              {"type":"response.output_text.delta","sequence_number":12,"item_id":"msg_1",\
              "output_index":0,"content_index":0,"delta":"Tides","logprobs":[]}""");
      case ANTHROPIC ->
          List.of(
              """
              {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ti"},\
              "usage":{"output_tokens":7}}""");
      case GEMINI ->
          List.of(
              """
              {"candidates":[{"content":{"parts":[{"text":" follow"}],"role":"model"},"index":0}],\
              "usageMetadata":{"promptTokenCount":900,"candidatesTokenCount":60,\
              "totalTokenCount":960},"modelVersion":"m","responseId":"r"}""");
    };
  }

  private static StreamWatch watch(Dialect dialect, byte[]... events) {
    StreamWatch watch = new StreamWatch(dialect, 1);
    for (byte[] event : events) {
      byte[] all = new byte[event.length + 8];
      System.arraycopy("data: ".getBytes(UTF_8), 0, all, 0, 6);
      System.arraycopy(event, 0, all, 6, event.length);
      Arrays.fill(all, all.length - 2, all.length, (byte) '\n');
      watch.feed(all, 0, all.length);
    }
    return watch;
  }

  private static String seen(StreamWatch watch) {
    ErrorInfo error = watch.error();
    String soFar =
        "%d %b %b %b %s %s"
            .formatted(
                watch.contents(),
                watch.ended(),
                watch.whole(),
                watch.unreadable(),
                error == null ? null : error.message(),
                watch.usage());
    watch.end();
    return soFar + " / " + watch.whole() + " " + new String(watch.missingEnd(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void oneThatIsNotReadMeansTheSame(Dialect dialect) {
    Random random = new Random(1);
    for (String text : events(dialect)) {
      byte[] event = text.getBytes(UTF_8);
      for (int i = 0; i < 20_000; i++) {
        byte[] next = spoiled(event, random);
        assertThat(seen(watch(dialect, event, event, next)))
            .as(new String(next, UTF_8))
            .isEqualTo(seen(watch(dialect, event, event, OTHER.getBytes(UTF_8), next)));
      }
    }
  }

  private static byte[] spoiled(byte[] event, Random random) {
    byte[] spoiled = event;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int from = random.nextInt(spoiled.length);
      int to = Math.min(spoiled.length, from + random.nextInt(4));
      int more = random.nextInt(3);
      byte[] other = new byte[spoiled.length - (to - from) + more];
      System.arraycopy(spoiled, 0, other, 0, from);
      for (int i = 0; i < more; i++) {
        other[from + i] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
      }
      System.arraycopy(spoiled, to, other, from + more, spoiled.length - to);
      spoiled = other;
    }
    return spoiled;
  }

  @Test
  void theCountsOfTheLastOfThemCount() {
    String event = events(Dialect.GEMINI).get(0);
    StreamWatch watch =
        watch(
            Dialect.GEMINI,
            event.getBytes(UTF_8),
            event.replace("\":60", "\":61").getBytes(UTF_8),
            event.replace("\":60", "\":1062").replace("follow", "the Moon").getBytes(UTF_8));
    assertThat(watch.usage().output()).isEqualTo(1062);
    assertThat(watch.usage().input()).isEqualTo(900);
    assertThat(watch.contents()).isEqualTo(3);
  }

  @Test
  void whatTheLastOfThemLeavesOutIsTheirs() {
    String event = events(Dialect.GEMINI).get(0);
    String last =
        "{\"candidates\":[{\"finishReason\":\"STOP\"}],"
            + "\"usageMetadata\":{\"candidatesTokenCount\":70}}";
    StreamWatch watch =
        watch(
            Dialect.GEMINI,
            event.getBytes(UTF_8),
            event.replace("900", "901").getBytes(UTF_8),
            last.getBytes(UTF_8));
    assertThat(watch.usage().input()).isEqualTo(901);
    assertThat(watch.usage().output()).isEqualTo(70);
    assertThat(watch.ended()).isTrue();
  }
}
