package io.ailb.agent.apache5;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.BasicHttpContext;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** What the application has configured for one call, and what of it holds for its tries. */
public final class Settings {
  /** Since 5.4 a context keeps these apart from its attributes. */
  private static final @Nullable MethodHandle SET_REQUEST = setter("setRequest", HttpRequest.class);

  private static final @Nullable MethodHandle SET_RESPONSE =
      setter("setResponse", HttpResponse.class);

  private final @Nullable HttpContext context;
  private final RequestConfig config;

  /**
   * Of a call: the request's own, else the context's, else the client's.
   *
   * @param request may be {@link Configurable}; null = it is not known
   */
  public Settings(Object client, @Nullable Object request, @Nullable HttpContext context) {
    this.context = context;
    RequestConfig given = config(request);
    if (given == null && context != null) {
      Object ofContext = context.getAttribute(HttpClientContext.REQUEST_CONFIG);
      given =
          context instanceof HttpClientContext http
              ? configOf(http)
              : ofContext instanceof RequestConfig kept ? kept : null;
    }
    if (given == null) {
      given = config(client);
    }
    config = given == null ? RequestConfig.DEFAULT : given;
  }

  private static @Nullable RequestConfig config(@Nullable Object owner) {
    return owner instanceof Configurable configurable ? configurable.getConfig() : null;
  }

  /**
   * Before 5.4 a context without a configuration says the default one, which is not the client's.
   */
  private static @Nullable RequestConfig configOf(HttpClientContext context) {
    RequestConfig config = context.getRequestConfig();
    return config == RequestConfig.DEFAULT ? null : config;
  }

  /**
   * How long the application waits for an answer's beginning; {@link Long#MAX_VALUE} = for ever.
   */
  public long responseNanos() {
    Timeout timeout = config.getResponseTimeout();
    return timeout == null || !timeout.isEnabled()
        ? Long.MAX_VALUE
        : TimeUnit.MILLISECONDS.toNanos(timeout.toMilliseconds());
  }

  /**
   * The context of a try: of the application's it has all settings, and leaves nothing there.
   *
   * @param connectNanos how long to wait for a connection; 0 = as the application does
   */
  public HttpClientContext ofTry(long connectNanos) {
    HttpClientContext child = new HttpClientContext(new BasicHttpContext(context));
    if (context != null) {
      copy(HttpClientContext.adapt(context), child);
    }
    child.setRequestConfig(configOfTry(connectNanos));
    return child;
  }

  /** Tells the application's context what happened, as far as it is the application's own. */
  public void tell(HttpRequest request, HttpResponse response) {
    if (context != null) {
      context.setAttribute(HttpCoreContext.HTTP_REQUEST, request);
      context.setAttribute(HttpCoreContext.HTTP_RESPONSE, response);
    }
    if (context instanceof HttpCoreContext core && SET_REQUEST != null && SET_RESPONSE != null) {
      try {
        SET_REQUEST.invokeExact(core, request);
        SET_RESPONSE.invokeExact(core, response);
      } catch (Throwable e) {
        throw new IllegalStateException("a context does not take what happened", e);
      }
    }
  }

  private static @Nullable MethodHandle setter(String name, Class<?> type) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpCoreContext.class, name, MethodType.methodType(void.class, type));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  private static void copy(HttpClientContext from, HttpClientContext to) {
    if (from.getCookieStore() != null) {
      to.setCookieStore(from.getCookieStore());
    }
    if (from.getCredentialsProvider() != null) {
      to.setCredentialsProvider(from.getCredentialsProvider());
    }
    if (from.getAuthCache() != null) {
      to.setAuthCache(from.getAuthCache());
    }
    if (from.getAuthSchemeRegistry() != null) {
      to.setAuthSchemeRegistry(from.getAuthSchemeRegistry());
    }
    if (from.getCookieSpecRegistry() != null) {
      to.setCookieSpecRegistry(from.getCookieSpecRegistry());
    }
    if (from.getUserToken() != null) {
      to.setUserToken(from.getUserToken());
    }
  }

  /**
   * The configuration of a try. A redirect would take the pool's key, and the prompt, elsewhere.
   */
  @SuppressWarnings("deprecation") // since 5.2 it can be set elsewhere, too, but never per request
  public RequestConfig configOfTry(long connectNanos) {
    RequestConfig.Builder copy =
        RequestConfig.copy(config)
            .setRedirectsEnabled(false)
            .setHardCancellationEnabled(true); // what is cancelled is closed
    if (connectNanos > 0) {
      long millis = TimeUnit.NANOSECONDS.toMillis(connectNanos) + 1;
      Timeout theirs = config.getConnectTimeout();
      if (theirs == null || !theirs.isEnabled() || theirs.toMilliseconds() > millis) {
        copy.setConnectTimeout(millis, TimeUnit.MILLISECONDS);
      }
    }
    return copy.build();
  }
}
