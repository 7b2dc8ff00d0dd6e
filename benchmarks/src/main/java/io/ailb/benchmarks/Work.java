package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.answer.AnswerWatch;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.translate.Recipient;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import java.util.List;
import java.util.concurrent.Callable;

/** What the contenders do, in one piece each. */
final class Work {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Work() {}

  static Callable<Object> request(String contender, RequestSize size) {
    if (Contender.of(contender) == Contender.TREE) {
      byte[] body = Requests.body(Contender.TREE.dialect(contender), size);
      return () -> tree(body);
    }
    Pair pair = Pair.of(contender);
    byte[] body = Requests.body(pair.from(), size);
    AiCall call = Requests.call(pair.from(), true);
    Recipient to = Pair.recipient(pair.to());
    return () -> Requests.translate(call, body, to).body();
  }

  /** A whole stream, each event of which arrives alone and is passed on at once. */
  static Callable<Object> stream(String contender, AnswerKind kind) {
    return switch (Contender.of(contender)) {
      case TRANSLATION -> {
        Pair pair = Pair.of(contender);
        yield translation(pair, true, Answers.EVENTS, Answers.stream(pair.from(), kind));
      }
      case PASS -> {
        Dialect dialect = Contender.PASS.dialect(contender);
        yield pass(dialect, true, Answers.EVENTS, Answers.stream(dialect, kind));
      }
      case TREE -> {
        Dialect dialect = Contender.TREE.dialect(contender);
        yield trees(
            Answers.stream(dialect, kind).stream()
                .map(Answers::data)
                .filter(json -> json.length > 0)
                .toList());
      }
    };
  }

  /** A buffered answer. */
  static Callable<Object> answer(String contender) {
    return switch (Contender.of(contender)) {
      case TRANSLATION -> {
        Pair pair = Pair.of(contender);
        yield translation(pair, false, Answers.JSON, List.of(Answers.whole(pair.from())));
      }
      case PASS -> {
        Dialect dialect = Contender.PASS.dialect(contender);
        yield pass(dialect, false, Answers.JSON, List.of(Answers.whole(dialect)));
      }
      case TREE -> trees(List.of(Answers.whole(Contender.TREE.dialect(contender))));
    };
  }

  private static Callable<Object> translation(
      Pair pair, boolean stream, HttpFields headers, List<byte[]> pieces) {
    // The request went the other way.
    byte[] body = Requests.body(pair.to(), RequestSize.CHAT_2K);
    AiCall call = Requests.call(pair.to(), stream);
    Said said = Requests.translate(call, body, Pair.recipient(pair.from()));
    return () -> {
      Rendition rendition = said.answer(headers, Answers.NOW);
      int length = 0;
      for (byte[] piece : pieces) {
        rendition.feed(piece, 0, piece.length);
        length += rendition.take().length;
      }
      rendition.end();
      return good(rendition, length + rendition.take().length);
    };
  }

  private static Callable<Object> pass(
      Dialect dialect, boolean stream, HttpFields headers, List<byte[]> pieces) {
    AiCall call = Requests.call(dialect, stream);
    return () -> {
      AnswerWatch watch = AnswerWatch.of(call, headers);
      int length = 0;
      for (byte[] piece : pieces) {
        length += watch.feed(piece, 0, piece.length);
      }
      watch.end();
      return good(watch, length);
    };
  }

  private static Callable<Object> trees(List<byte[]> jsons) {
    return () -> {
      int length = 0;
      for (byte[] json : jsons) {
        length += tree(json).length;
      }
      return length;
    };
  }

  private static byte[] tree(byte[] json) throws Exception {
    return MAPPER.writeValueAsBytes(MAPPER.readTree(json));
  }

  /** What fails early would look fast. */
  private static int good(AnswerWatch watch, int length) {
    if (!watch.whole() || watch.unreadable() || watch.error() != null || length == 0) {
      throw new IllegalStateException("not whole: " + watch.error());
    }
    return length;
  }
}
