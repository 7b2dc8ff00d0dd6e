package io.ailb.benchmarks.many;

import io.ailb.LoadBalancer;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** What asks. */
enum Clients {
  OKHTTP {
    @Override
    Asking asking(List<Integer> ports, int most) {
      return by(okHttp(most).build(), number -> direct(ports, number));
    }
  },
  OKHTTP_AI_LB {
    @Override
    Asking asking(List<Integer> ports, int most) {
      LoadBalancer balancer = balancer(ports);
      OkHttpClient client =
          okHttp(most).addInterceptor(new LoadBalancingInterceptor(balancer)).build();
      return by(client, number -> POOL);
    }
  },
  /** The application has no load balancer; an agent may have. */
  OKHTTP_AGENT {
    @Override
    Asking asking(List<Integer> ports, int most) {
      return by(okHttp(most).build(), number -> POOL);
    }
  },
  JDK {
    @Override
    Asking asking(List<Integer> ports, int most) {
      return by(http(), number -> direct(ports, number));
    }
  },
  JDK_AI_LB {
    @Override
    Asking asking(List<Integer> ports, int most) {
      return by(BalancedHttpClient.wrap(http(), balancer(ports)), number -> POOL);
    }
  },
  /** The same. */
  JDK_AGENT {
    @Override
    Asking asking(List<Integer> ports, int most) {
      return by(http(), number -> POOL);
    }
  };

  private static final String PATH = "/v1/chat/completions";
  static final String POOL = "http://models.many.test" + PATH;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  static List<Integer> ports(String list) {
    return Stream.of(list.split(",", -1)).map(Integer::valueOf).toList();
  }

  boolean isByAgent() {
    return this == OKHTTP_AGENT || this == JDK_AGENT;
  }

  /** For people. */
  String words() {
    return switch (this) {
      case OKHTTP -> "OkHttp, bare";
      case OKHTTP_AI_LB -> "OkHttp, interceptor";
      case OKHTTP_AGENT -> "OkHttp, agent";
      case JDK -> "java.net.http, bare";
      case JDK_AI_LB -> "java.net.http, `BalancedHttpClient`";
      case JDK_AGENT -> "java.net.http, agent";
    };
  }

  /** {@code most}: how many ask at the same time. */
  abstract Asking asking(List<Integer> ports, int most);

  static String direct(List<Integer> ports, int number) {
    return "http://127.0.0.1:" + ports.get(number % ports.size()) + PATH;
  }

  /** Of one pool, as long as they all are well. */
  static String configuration(List<Integer> ports) {
    StringBuilder text =
        new StringBuilder(
            """
            pools:
              - match: {hosts: [models.many.test]}
                timeouts: {headers: 100s, firstToken: 100s, idle: 100s, attempt: 200s}
                endpoints:
            """);
    for (int port : ports) {
      text.append(
          """
                - {name: at-%d, provider: openai, baseUrl: "http://127.0.0.1:%d/v1", apiKey: sk-unused-%d}
          """
              .formatted(port, port, port));
    }
    return text.toString();
  }

  static LoadBalancer balancer(List<Integer> ports) {
    return LoadBalancer.builder().yaml(configuration(ports)).build();
  }

  static OkHttpClient.Builder okHttp(int most) {
    return new OkHttpClient.Builder()
        .connectTimeout(PATIENCE)
        .readTimeout(PATIENCE)
        .connectionPool(new ConnectionPool(most, 5, TimeUnit.MINUTES));
  }

  static Asking by(OkHttpClient client, IntFunction<String> url) {
    MediaType json = MediaType.get("application/json");
    return (number, streamed) -> {
      Request request =
          new Request.Builder()
              .url(url.apply(number))
              .header("authorization", "Bearer unused")
              .post(RequestBody.create(Asking.body(streamed), json))
              .build();
      try (Response response = client.newCall(request).execute()) {
        ResponseBody body = response.body();
        return body == null ? "" : body.string();
      }
    };
  }

  static HttpClient http() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  static Asking by(HttpClient client, IntFunction<String> url) {
    return (number, streamed) -> {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url.apply(number)))
              .header("authorization", "Bearer unused")
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(Asking.body(streamed)))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.body();
    };
  }
}
