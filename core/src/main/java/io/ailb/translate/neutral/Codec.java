package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one dialect: reading and writing of requests, answers and errors. Stateless.
 */
public interface Codec {
  Dialect dialect();

  /**
   * Reads a request of this dialect.
   *
   * @throws Malformed if the dialect does not allow it
   */
  ChatRequest readRequest(ObjectNode body);

  /**
   * Writes a request for {@code target}, or finds that it cannot be said there. Gates and losses
   * are told to the target. The model and the switch for streams are in it where they stand in the
   * body.
   *
   * @throws Refused if the target is not eligible
   */
  ObjectNode writeRequest(ChatRequest request, Target target);

  /**
   * The same request for a host that speaks this dialect with habits of its own; the model stays.
   *
   * @param body may be changed
   * @return null if the host takes it as it is
   */
  default @Nullable ObjectNode edited(ObjectNode body, Target target) {
    return null;
  }

  /**
   * What callers of this dialect call the fields that encoders name as Chat Completions does, where
   * it is something else.
   */
  default Map<String, String> fieldNames() {
    return Map.of();
  }

  /** Reads an answer of an endpoint. */
  AnswerReader answerReader(ReaderOptions options);

  /** Writes an answer that is passed on in pieces. */
  AnswerWriter streamWriter(AnswerFrame frame);

  /** Writes an answer that is passed on whole. */
  AnswerWriter wholeWriter(AnswerFrame frame);

  /** Writes errors. */
  ErrorWriter errors();
}
