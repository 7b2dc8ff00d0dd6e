package io.ailb.agent.okhttp;

import io.ailb.LoadBalancer;
import io.ailb.agent.install.Balancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The library's interceptor, once the load balancer has started; until then its calls wait. */
final class BalancingInterceptor implements Interceptor {
  private volatile @Nullable Interceptor started;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Interceptor interceptor;
    try {
      interceptor = Interceptors.hasKeysInPlace() ? started(chain.request().url()) : null;
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      interceptor = null;
    }
    return interceptor == null ? chain.proceed(chain.request()) : interceptor.intercept(chain);
  }

  private @Nullable Interceptor started(HttpUrl url) {
    Interceptor interceptor = started;
    if (interceptor == null) {
      LoadBalancer balancer = Balancer.forRequest(Interceptors.CLIENT, url.encodedPath());
      interceptor = balancer == null ? null : started(balancer);
    }
    return interceptor;
  }

  /** One for all, as it remembers calls: many wait for the start at once. */
  private synchronized Interceptor started(LoadBalancer balancer) {
    Interceptor interceptor = started;
    if (interceptor == null) {
      interceptor = LoadBalancingInterceptor.withKeysInPlace(balancer);
      started = interceptor;
    }
    return interceptor;
  }
}
