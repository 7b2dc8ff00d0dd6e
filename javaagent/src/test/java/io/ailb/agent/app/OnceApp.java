package io.ailb.agent.app;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Stacks of clients that ai-lb could meet at more than one floor: each asks twice, streamed and
 * not, and tells what its answers say; then how many requests all load balancers of this JVM count.
 */
public final class OnceApp {
  private static final String KEY = "Bearer the-applications-own-key";
  private static final String TYPE = "application/json";

  /** A word to ai-lb, which is for nobody else. */
  private static final String WORD = "x-ai-lb-priority";

  private OnceApp() {}

  /** Posts, and tells how it ended. */
  @FunctionalInterface
  private interface Stack {
    String ask(boolean stream) throws Exception;
  }

  /** The stack's name, the URL to post to, and the library's configuration. */
  public static void main(String[] arguments) throws Exception {
    Stack stack = stack(arguments[0], arguments[1], Path.of(arguments[2]));
    System.out.println("whole: " + stack.ask(false));
    System.out.println("streamed: " + stack.ask(true));
    System.out.println("counted: " + counted(arguments[0]));
    System.exit(0);
  }

  private static Stack stack(String name, String url, Path configuration) throws Exception {
    return switch (name) {
      case "library's interceptor" -> Library.interceptor(url, configuration);
      case "library's client" -> Library.client(url, configuration);
      case "SDK over OkHttp" -> Sdk.openAi(url);
      case "RestClient over the JDK" -> Rest.over(Rest.jdk(), url);
      case "RestClient over Apache 5" -> Rest.over(Apache.factory(), url);
      case "WebClient over the JDK" -> Web.jdk(url);
      case "WebClient over Reactor Netty" -> Web.netty(url);
      case "java.net.http" -> Plain.over(HttpClient.newHttpClient(), url);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static long counted(String stack) throws Exception {
    return Figures.of(stack.startsWith("library") ? 2 : 1).sum("Pool", "RequestsTotal");
  }

  private static String body(boolean stream) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-4o-mini\""
        + (stream ? ",\"stream\":true}" : "}");
  }

  private static String words(int status, String text, String attempts, boolean stream) {
    boolean whole = text.contains(stream ? "[DONE]" : "answers #");
    return status + (whole ? " whole" : " " + text) + " after " + attempts;
  }

  // Each client apart, as its classes are on the class path of its own test only.

  /** The library itself, in the application's hands. */
  private static final class Library {
    static Stack interceptor(String url, Path configuration) throws Exception {
      LoadBalancer balancer = LoadBalancer.load(configuration);
      OkHttpClient client =
          new OkHttpClient.Builder().addInterceptor(new LoadBalancingInterceptor(balancer)).build();
      return stream -> {
        Request request =
            new Request.Builder()
                .url(url)
                .header("Authorization", KEY)
                .header(WORD, "batch")
                .post(RequestBody.create(MediaType.get(TYPE), body(stream)))
                .build();
        try (Response answer = client.newCall(request).execute()) {
          return words(
              answer.code(), answer.body().string(), answer.header("x-ai-lb-attempts"), stream);
        }
      };
    }

    static Stack client(String url, Path configuration) throws Exception {
      LoadBalancer balancer = LoadBalancer.load(configuration);
      return Plain.over(BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer), url);
    }
  }

  private static final class Plain {
    static Stack over(HttpClient client, String url) {
      return stream -> {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", KEY)
                .header("Content-Type", TYPE)
                .header(WORD, "batch")
                .POST(BodyPublishers.ofString(body(stream)))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        String attempts = answer.headers().firstValue("x-ai-lb-attempts").orElse(null);
        return words(answer.statusCode(), answer.body(), attempts, stream);
      };
    }
  }

  private static final class Sdk {
    static Stack openAi(String url) {
      OpenAIClient sdk =
          OpenAIOkHttpClient.builder()
              .baseUrl(url.replace("/chat/completions", ""))
              .apiKey("the-applications-own-key")
              .putHeader(WORD, "batch")
              .build();
      ChatCompletionCreateParams asked =
          ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hi").build();
      return stream -> {
        if (stream) {
          try (var answer = sdk.chat().completions().withRawResponse().createStreaming(asked)) {
            long chunks = answer.parse().stream().count();
            return words(
                answer.statusCode(),
                chunks > 1 ? "[DONE]" : chunks + " chunks",
                attempts(answer.headers()),
                true);
          }
        }
        try (HttpResponseFor<ChatCompletion> answer =
            sdk.chat().completions().withRawResponse().create(asked)) {
          return words(
              answer.statusCode(),
              answer.parse().choices().get(0).message().content().orElse(""),
              attempts(answer.headers()),
              false);
        }
      };
    }

    private static String attempts(Headers headers) {
      return String.join(",", headers.values("x-ai-lb-attempts"));
    }
  }

  private static final class Rest {
    static ClientHttpRequestFactory jdk() {
      return new JdkClientHttpRequestFactory();
    }

    static Stack over(ClientHttpRequestFactory factory, String url) {
      RestClient client =
          RestClient.builder()
              .requestFactory(factory)
              .defaultHeader("Authorization", KEY)
              .defaultHeader("Content-Type", TYPE)
              .defaultHeader(WORD, "batch")
              .build();
      return stream -> {
        ResponseEntity<String> answer =
            client.post().uri(url).body(body(stream)).retrieve().toEntity(String.class);
        return Spring.words(answer, stream);
      };
    }
  }

  private static final class Apache {
    static ClientHttpRequestFactory factory() {
      return new HttpComponentsClientHttpRequestFactory(HttpClients.createDefault());
    }
  }

  private static final class Web {
    static Stack jdk(String url) {
      return over(WebClient.builder().clientConnector(new JdkClientHttpConnector()), url);
    }

    static Stack netty(String url) {
      return over(WebClient.builder().clientConnector(new ReactorClientHttpConnector()), url);
    }

    private static Stack over(WebClient.Builder builder, String url) {
      WebClient client =
          builder
              .defaultHeader("Authorization", KEY)
              .defaultHeader("Content-Type", TYPE)
              .defaultHeader(WORD, "batch")
              .build();
      return stream ->
          Spring.words(
              client
                  .post()
                  .uri(url)
                  .bodyValue(body(stream))
                  .retrieve()
                  .toEntity(String.class)
                  .block(Duration.ofSeconds(30)),
              stream);
    }
  }

  private static final class Spring {
    static String words(ResponseEntity<String> answer, boolean stream) {
      return OnceApp.words(
          answer.getStatusCode().value(),
          answer.getBody(),
          answer.getHeaders().getFirst("x-ai-lb-attempts"),
          stream);
    }
  }
}
