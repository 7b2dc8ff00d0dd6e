package io.ailb.recognise;

import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads requests. Stateless. */
public final class Recogniser {
  /**
   * The largest body that is taken over, and the most that a compressed one may unfold to: twice
   * what the most generous of the providers accepts.
   */
  public static final int MAX_BODY = 64 * 1024 * 1024;

  private Recogniser() {}

  /**
   * What was read of a request.
   *
   * @param body the JSON text, unfolded if it came compressed
   * @param references to what a provider keeps
   * @param cacheKey by which the caller itself tells the provider which of its requests begin
   *     alike; empty = it does not
   */
  public record Reading(AiCall call, CallBody body, References references, String cacheKey) {
    private Reading(AiCall call, byte[] body) {
      this(call, CallBody.plain(body), References.NONE, "");
    }
  }

  /** The operation that a request to this path may be, or null. Allocates nothing. */
  public static @Nullable Operation operation(String path) {
    return Paths.operation(path);
  }

  /**
   * Reads a request that by its path may be {@code operation}.
   *
   * @param origin that the application addressed
   * @param path without the query
   * @param query without the question mark; null = none
   * @param body may be compressed with gzip if the headers say so
   * @return null if it is something else after all, or cannot be read
   */
  public static @Nullable Reading read(
      Operation operation,
      String method,
      Origin origin,
      String path,
      @Nullable String query,
      HttpFields headers,
      byte[] body) {
    if (!operation.method().equals(method)) {
      return null;
    }
    if (operation == Operation.MODELS) {
      return ModelLists.isOpenAi(origin.host(), path, query, headers)
          ? new Reading(
              new AiCall(operation, origin, null, false, false, -1, 1, body.length, 0), body)
          : null;
    }
    byte[] text = unfolded(headers.first("content-encoding"), body);
    if (text == null) {
      return null;
    }
    Skim skim = Skim.of(operation.dialect(), text, 0, text.length);
    String model = Paths.model(operation, path);
    boolean named = model != null || !skim.model.isEmpty();
    if (!skim.ok || !named) {
      return null;
    }
    AiCall call =
        new AiCall(
            operation,
            origin,
            model != null ? model : skim.model,
            operation == Operation.STREAM_GENERATE_CONTENT || skim.stream,
            skim.reasoning,
            skim.maxOutput,
            skim.choices,
            text.length - skim.fileBytes,
            skim.files);
    boolean inBody = skim.modelFrom >= 0;
    ByteBuffer sent = ByteBuffer.wrap(body);
    CallBody read =
        new CallBody(
            text == body ? sent : ByteBuffer.wrap(text),
            skim.model,
            inBody ? skim.modelFrom : skim.rootFrom,
            inBody ? skim.modelTo : skim.rootFrom,
            sent);
    return new Reading(call, read, skim.references(), skim.cacheKey);
  }

  /**
   * Reads a request for what one endpoint keeps: there is nothing in it that concerns us.
   *
   * @param operation {@link Operation.Kind#KEPT}
   */
  public static Reading ofKept(Operation operation, Origin origin, byte[] body) {
    return new Reading(
        new AiCall(operation, origin, null, false, false, -1, 1, body.length, 0), body);
  }

  /**
   * What a path says of something that a provider keeps.
   *
   * @param id under which
   * @param from where in the path the name of its collection begins, with the slash before it
   */
  public record Kept(String id, int from) {}

  /**
   * The thing that a path is about: a response, a conversation, a file, by its id; null if it is
   * about none. What the path says then need not be an id: {@code /responses/compact} is none.
   */
  public static @Nullable Kept kept(String path) {
    return Paths.kept(path);
  }

  private static byte @Nullable [] unfolded(@Nullable String encoding, byte[] body) {
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      return null;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] text = in.readNBytes(MAX_BODY + 1);
      return text.length > MAX_BODY ? null : text;
    } catch (IOException e) {
      return null; // the provider will say what is wrong with it
    }
  }
}
