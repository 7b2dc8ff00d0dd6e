package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.model.ModelProfile;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RenditionTest {
  /** What waits for its turn, or for the last event, would fill the memory. */
  @Test
  void anAnswerWithoutEndIsBrokenOff() {
    Rendition rendition = ofChatInAnthropic();
    byte[] megabyte =
        event(
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + "x".repeat(1024 * 1024)
                + "\"}}");
    feed(
        rendition,
        event(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"content\":[],\"usage\":{}}}"));
    feed(
        rendition,
        event(
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
    for (int i = 0; i < 64; i++) {
      feed(rendition, megabyte);
    }
    assertThat(rendition.unreadable()).isFalse();
    feed(rendition, megabyte);
    assertThat(rendition.unreadable()).isTrue();
  }

  private static byte[] event(String data) {
    return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void feed(Rendition rendition, byte[] bytes) {
    rendition.feed(bytes, 0, bytes.length);
    rendition.take();
  }

  private static Rendition ofChatInAnthropic() {
    Origin origin = new Origin("https", "localhost", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, "m", true, false, -1, 1, 0, 0);
    String body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";
    CallBody asked = CallBody.plain(body.getBytes(StandardCharsets.UTF_8));
    ModelProfile profile = Known.profile(Dialect.ANTHROPIC, "m", null);
    Recipient claude =
        new Recipient(
            Dialect.ANTHROPIC,
            profile.host(),
            "m",
            profile.capabilities(Dialect.ANTHROPIC),
            null,
            null,
            null,
            false);
    return new Translation(call, asked, false, false, false)
        .said(claude)
        .answer(HttpFields.of("content-type", "text/event-stream"), 0);
  }
}
