package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.AnswerKind;
import io.ailb.benchmarks.Answers;
import io.ailb.benchmarks.Pair;
import io.ailb.benchmarks.RequestSize;
import io.ailb.benchmarks.Requests;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.translate.Recipient;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import java.util.List;

/** Answers and requests of one dialect in another. */
final class Rendered {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Rendered() {}

  /** So many events a stream has on the side that has more of them. */
  static int events(Pair pair, AnswerKind kind) {
    return Math.max(
        Answers.stream(pair.from(), kind).size(), Answers.stream(pair.to(), kind).size());
  }

  /** A whole stream, each event of which arrives alone and is passed on at once. */
  static Work stream(Pair pair, AnswerKind kind) {
    // The request went the other way.
    byte[] body = Requests.body(pair.to(), RequestSize.CHAT_2K);
    AiCall call = Requests.call(pair.to(), true);
    Said said = Requests.translate(call, body, Pair.recipient(pair.from()));
    List<byte[]> events = Answers.stream(pair.from(), kind);
    return () -> {
      Rendition rendition = said.answer(Answers.EVENTS, Answers.NOW);
      long length = 0;
      for (byte[] event : events) {
        rendition.feed(event, 0, event.length);
        length += rendition.take().length;
      }
      rendition.end();
      length += rendition.take().length;
      if (!rendition.whole() || rendition.error() != null) {
        throw new IllegalStateException("not whole: " + rendition.error());
      }
      return length;
    };
  }

  /** The floor: Jackson parses each event into a tree and writes that. */
  static Work streamAsTrees(Dialect dialect, AnswerKind kind) {
    List<byte[]> jsons =
        Answers.stream(dialect, kind).stream()
            .map(Answers::data)
            .filter(json -> json.length > 0)
            .toList();
    return () -> {
      long length = 0;
      for (byte[] json : jsons) {
        length += tree(json);
      }
      return length;
    };
  }

  static Work request(Pair pair, RequestSize size) {
    byte[] body = Requests.body(pair.from(), size);
    AiCall call = Requests.call(pair.from(), true);
    Recipient to = Pair.recipient(pair.to());
    return () -> Requests.translate(call, body, to).body().get(0).remaining();
  }

  static Work requestAsTree(Dialect dialect, RequestSize size) {
    byte[] body = Requests.body(dialect, size);
    return () -> tree(body);
  }

  private static long tree(byte[] json) throws Exception {
    return MAPPER.writeValueAsBytes(MAPPER.readTree(json)).length;
  }
}
