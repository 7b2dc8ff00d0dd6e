package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Calls of OkHttp without a network: the last interceptor writes the body to nowhere, as a
 * connection would, and answers at once.
 */
final class OkHttpCalls {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int ENDPOINTS = 3;
  private static final String OURS = "https://api.openai.com/v1/chat/completions";
  private static final String OTHERS = "https://api.example.com/orders/42";

  private OkHttpCalls() {}

  /** Bare, or by this interceptor, of a request that is a model's. */
  static Work model(@Nullable Interceptor interceptor) {
    return calls(OURS, interceptor);
  }

  /** The same of a request that is none. */
  static Work other(@Nullable Interceptor interceptor) {
    return calls(OTHERS, interceptor);
  }

  static Interceptor floor() {
    return new FloorBalancer(ENDPOINTS);
  }

  static Interceptor ours() {
    return new LoadBalancingInterceptor(balancer());
  }

  /** What each interceptor costs that there is. */
  static Interceptor idle() {
    return chain -> chain.proceed(chain.request());
  }

  static LoadBalancer balancer() {
    return LoadBalancer.builder()
        .pool(
            pool -> {
              for (int i = 0; i < ENDPOINTS; i++) {
                String name = "endpoint-" + i;
                pool.endpoint(
                    e ->
                        e.name(name)
                            .provider("openai")
                            .baseUrl("https://" + name + ".example/v1")
                            .apiKey("sk-ours-" + name)
                            .set("models", Map.of(Prompts.ASKED, Prompts.SENT)));
              }
            })
        .properties(Map.of())
        .build();
  }

  private static Work calls(String url, @Nullable Interceptor interceptor) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (interceptor != null) {
      builder.addInterceptor(interceptor);
    }
    OkHttpClient client = builder.addInterceptor(new AtOnce()).build();
    RequestBody body = RequestBody.create(Prompts.talk(2_000, Prompts.Place.LAST), JSON);
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer sk-of-the-application")
            .header("User-Agent", "OpenAI/Java 4.100.0")
            .header("Accept", "application/json")
            .header("X-Stainless-Lang", "java")
            .header("X-Stainless-Retry-Count", "0")
            .header("X-Stainless-Read-Timeout", "600")
            .post(body)
            .build();
    return () -> {
      try (Response response = client.newCall(request).execute()) {
        return Objects.requireNonNull(response.body(), "body").bytes().length;
      }
    };
  }

  /** In place of a network. */
  private static final class AtOnce implements Interceptor {
    private static final byte[] ANSWER =
        ("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\""
                + Prompts.SENT
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "The tide rises twice a day, and falls as often.\\n".repeat(36)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":512,"
                + "\"completion_tokens\":400,\"total_tokens\":912}}")
            .getBytes(StandardCharsets.UTF_8);

    @Override
    public Response intercept(Chain chain) throws IOException {
      Request request = chain.request();
      Buffer sink = new Buffer();
      Objects.requireNonNull(request.body(), "body").writeTo(sink);
      sink.clear();
      return new Response.Builder()
          .request(request)
          .protocol(Protocol.HTTP_1_1)
          .code(200)
          .message("OK")
          .header("Content-Type", "application/json")
          .header("Content-Length", Integer.toString(ANSWER.length))
          .header("X-Request-Id", "req_1")
          .header("Openai-Processing-Ms", "12")
          .body(ResponseBody.create(ANSWER, JSON))
          .build();
    }
  }
}
