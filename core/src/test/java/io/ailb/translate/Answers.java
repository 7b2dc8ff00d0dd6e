package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.SseScanner;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Codec;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.ReaderOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Answers as a dialect's reader understands them, and as they are said in another. */
final class Answers {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

  private Answers() {}

  /** How a body arrives. */
  enum Pieces {
    WHOLE,
    BYTE_BY_BYTE,
    AT_RANDOM;

    List<byte[]> of(byte[] body, long seed) {
      List<byte[]> pieces = new ArrayList<>();
      Random random = new Random(seed);
      for (int from = 0; from < body.length; ) {
        int length =
            switch (this) {
              case WHOLE -> body.length;
              case BYTE_BY_BYTE -> 1;
              case AT_RANDOM -> 1 + random.nextInt(40);
            };
        int to = Math.min(body.length, from + length);
        pieces.add(Arrays.copyOfRange(body, from, to));
        from = to;
      }
      return pieces;
    }
  }

  static Heard heardStream(Dialect dialect, byte[] body) {
    return heardStream(dialect, List.of(body));
  }

  static Heard heardStream(Dialect dialect, List<byte[]> pieces) {
    Heard heard = new Heard();
    AnswerReader reader = Codecs.of(dialect).answerReader(ReaderOptions.USUAL);
    SseScanner scanner =
        new SseScanner(
            (bytes, from, to) -> {
              if (heard.ended || heard.error != null) {
                return true;
              }
              if (Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
                reader.done(heard);
              } else if (Json.parse(bytes, from, to) instanceof ObjectNode event) {
                reader.event(event, heard);
              } else {
                return false; // The bytes end in the middle of an event.
              }
              return true;
            });
    if (isArray(pieces)) {
      byte[] all = joined(pieces);
      Objects.requireNonNull(Json.parse(all, 0, all.length))
          .forEach(element -> reader.event((ObjectNode) element, heard));
    } else {
      pieces.forEach(piece -> scanner.feed(piece, 0, piece.length));
      scanner.end();
    }
    if (!heard.ended && heard.error == null) {
      reader.end(heard);
    }
    return heard;
  }

  /** Gemini's form of a stream for who does not ask for events. */
  private static boolean isArray(List<byte[]> pieces) {
    return !pieces.isEmpty() && pieces.get(0).length > 0 && pieces.get(0)[0] == '[';
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  static Heard heardWhole(Dialect dialect, ObjectNode body) {
    Heard heard = new Heard();
    Codecs.of(dialect).answerReader(ReaderOptions.USUAL).whole(body, heard);
    return heard;
  }

  /** Of an answer that {@code from} gives to a caller. */
  static AnswerWriter writer(
      Dialect callers, ChatRequest request, boolean stream, Recipient from, boolean array) {
    Codec codec = Codecs.of(callers);
    AnswerFrame frame =
        new AnswerFrame(
            request,
            from.model(),
            1_795_180_800,
            array ? AnswerFrame.Framing.ARRAY : AnswerFrame.Framing.EVENTS);
    return stream ? codec.streamWriter(frame) : codec.wholeWriter(frame);
  }

  /** A translated answer as the bytes that its caller gets, with the error event of a failure. */
  static byte[] said(
      Dialect callers,
      ChatRequest request,
      boolean stream,
      Recipient from,
      String contentType,
      List<byte[]> pieces) {
    AiCall call =
        new AiCall(
            Operation.toGenerate(callers),
            new Origin("https", "localhost", 443),
            "model",
            stream,
            false,
            -1,
            1,
            0,
            0);
    Rendition rendition =
        new Rendition(
            call,
            from.reader(),
            Map.of(),
            HttpFields.builder()
                .add("content-type", isArray(pieces) ? "application/json" : contentType)
                .build(),
            false,
            writer(callers, request, stream, from, false));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      rendition.feed(piece, 0, piece.length);
      out.writeBytes(rendition.take());
    }
    rendition.end();
    out.writeBytes(rendition.take());
    if (rendition.unreadable()) {
      ErrorInfo garbled = ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "an event is no JSON");
      out.writeBytes(rendition.failure(Problem.of(garbled, "x")));
    } else if (rendition.error() == null && !rendition.whole()) {
      ErrorInfo cut = ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream was cut");
      out.writeBytes(rendition.failure(Problem.of(cut, "x")));
    }
    if (rendition.error() != null) {
      out.writeBytes(rendition.failure(Problem.of(rendition.error(), "x")));
    }
    return out.toByteArray();
  }
}
