package io.ailb.agent.apache5.classic;

import io.ailb.flow.Attempt;
import io.ailb.flow.BlockingAnswer;
import io.ailb.flow.Verdict;
import io.ailb.flow.Vigil;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** The provider's answer, read piece by piece on the thread of whoever wants the next one. */
final class Upstream implements BlockingAnswer.Source {
  private static final int PIECE = 8192;

  private final ClassicCall call;
  private final AttemptRequest request;
  private final CloseableHttpResponse response;
  private final Attempt attempt;
  private final Vigil vigil;
  private final byte[] piece = new byte[PIECE];
  private final @Nullable InputStream content;

  Upstream(
      ClassicCall call,
      AttemptRequest request,
      CloseableHttpResponse response,
      Attempt attempt,
      Vigil vigil)
      throws IOException {
    this.call = call;
    this.request = request;
    this.response = response;
    this.attempt = attempt;
    this.vigil = vigil;
    HttpEntity entity = response.getEntity();
    this.content = entity == null ? null : entity.getContent();
  }

  CloseableHttpResponse response() {
    return response;
  }

  @Override
  public Verdict read() throws IOException {
    Verdict verdict = vigil.begins();
    if (verdict != null) {
      return verdict;
    }
    int length;
    try {
      length = content == null ? -1 : content.read(piece);
      if (length < 0 && content != null) {
        content.close(); // gives the connection back
      }
    } catch (IOException e) {
      verdict = vigil.ends();
      if (verdict != null) {
        return verdict;
      }
      call.rethrowIfLeft(e);
      return attempt.broke(e);
    }
    verdict = vigil.ends();
    if (verdict != null) {
      return verdict;
    }
    return length < 0 ? attempt.end() : attempt.body(piece, 0, length);
  }

  /**
   * Whatever has not come is not wanted; where all has come, the connection is kept. The response
   * is not closed: it may be the application's by now, and the content of that is not this one.
   */
  @Override
  public void close() {
    vigil.close();
    request.cancel(); // first: closing a content reads it to its end, which may be far
    try {
      if (content != null) {
        content.close();
      }
    } catch (IOException e) {
      // It was broken off, and says so.
    }
  }
}
