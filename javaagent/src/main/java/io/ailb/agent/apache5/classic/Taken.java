package io.ailb.agent.apache5.classic;

import java.io.IOException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.jspecify.annotations.Nullable;

/** A request that has been taken out of the client's hands. */
interface Taken {
  /** The answer; null = the request is to be sent as it came. */
  @Nullable CloseableHttpResponse run() throws IOException;
}
