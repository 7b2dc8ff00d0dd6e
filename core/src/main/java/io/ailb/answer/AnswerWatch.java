package io.ailb.answer;

import io.ailb.model.AiCall;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Usage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Follows one good answer (status below 400) while its bytes pass. For one thread at a time. */
public interface AnswerWatch {
  /**
   * Takes the next piece.
   *
   * @return the index up to which the answer is known to be in order: what lies behind it, in this
   *     piece, belongs to an event that is not all there yet, or cannot be read, and should not be
   *     passed on
   */
  int feed(byte[] bytes, int from, int to);

  /** The body has ended as HTTP wants it. */
  void end();

  /** How often something has come that the application can show; pings do not count. */
  int contents();

  /**
   * Whether the piece fed last brought more content, and nothing else that this could be asked for;
   * false where nobody knows.
   */
  default boolean isMore() {
    return false;
  }

  /** Whether the answer has said that it is over; what follows is of no interest. */
  boolean ended();

  /** Whether, if nothing more comes, nothing is missing. */
  boolean whole();

  /** An error that the provider reports inside the answer, in its own dialect; else null. */
  @Nullable ErrorInfo error();

  /**
   * The index, in the piece fed last, where the event with that error begins, as far as it has not
   * come before.
   */
  default int errorFrom() {
    return 0;
  }

  /** Whether it is not in the form that it claims, so that nobody can say what it holds. */
  boolean unreadable();

  /** What was reported so far. */
  Usage usage();

  /**
   * Ids in what came since this was last asked, by which later requests may name what this endpoint
   * keeps: the answer itself, a container, a file.
   */
  default List<String> issued() {
    return List.of();
  }

  /**
   * What the provider left out at the end of an answer that is {@link #whole()}, and the caller's
   * SDK needs, as bytes to append; mostly nothing.
   */
  default byte[] missingEnd() {
    return new byte[0];
  }

  /** Whether this is followed event by event. */
  boolean isStream();

  /** For an answer in which nothing is to be read, such as a redirect. */
  static AnswerWatch unread() {
    return Unwatched.INSTANCE;
  }

  /** For an answer to {@code call} that begins with these headers. */
  static AnswerWatch of(AiCall call, HttpFields headers) {
    if (call.operation().kind() == Operation.Kind.KEPT) {
      return Unwatched.INSTANCE; // whatever it is, it was counted when it was made
    }
    String encoding = headers.first("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Unwatched.INSTANCE;
    }
    String type = headers.first("content-type");
    String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (media.startsWith("text/event-stream")) {
      return new StreamWatch(call.dialect(), call.choices());
    }
    if (media.contains("json")) {
      return json(call);
    }
    boolean undeclared =
        media.isEmpty()
            || media.startsWith("text/plain")
            || media.startsWith("application/octet-stream");
    return undeclared && call.stream() ? new Undeclared(call) : Unwatched.INSTANCE;
  }

  /** For one in JSON, of a known kind of call. */
  static AnswerWatch json(AiCall call) {
    return call.operation() == Operation.STREAM_GENERATE_CONTENT
        ? WholeWatch.inPieces(call.dialect())
        : WholeWatch.atOnce(call.dialect());
  }
}
