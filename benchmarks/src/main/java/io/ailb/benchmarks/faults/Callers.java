package io.ailb.benchmarks.faults;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.faults.Variant.Client;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.net.http.HttpClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/** The clients of a run. */
final class Callers {
  private Callers() {}

  /** Balanced by what the application builds into them. */
  static Map<Client, Caller> balanced(Set<Client> clients, LoadBalancer balancer) {
    LoadBalancingInterceptor interceptor = new LoadBalancingInterceptor(balancer);
    return all(
        clients,
        client ->
            switch (client) {
              case OKHTTP ->
                  new OkHttpCaller(new OkHttpClient.Builder().addInterceptor(interceptor));
              case OPENAI_JAVA -> new OpenAiCaller(builder -> builder.addInterceptor(interceptor));
              case APACHE5, APACHE5_ASYNC, WEBCLIENT ->
                  throw new IllegalArgumentException(client.word() + " takes the agent");
              default -> jdk(client, BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer));
            });
  }

  /** As they come, for the agent to balance. */
  static Map<Client, Caller> plain(Set<Client> clients) {
    return all(
        clients,
        client ->
            switch (client) {
              case OKHTTP -> new OkHttpCaller(new OkHttpClient.Builder());
              case OPENAI_JAVA -> new OpenAiCaller(builder -> {});
              case APACHE5 -> new Apache5Caller();
              case APACHE5_ASYNC -> new Apache5AsyncCaller();
              case WEBCLIENT -> new WebClientCaller();
              default -> jdk(client, HttpClient.newHttpClient());
            });
  }

  private static Caller jdk(Client client, HttpClient http) {
    return new JdkCaller(
        http,
        switch (client) {
          case JAVA_NET_HTTP_LINES -> JdkCaller.Reading.LINES;
          case JAVA_NET_HTTP_ASYNC -> JdkCaller.Reading.SUBSCRIBED;
          default -> JdkCaller.Reading.BYTES;
        });
  }

  static Map<Client, Caller> all(Set<Client> clients, Function<Client, Caller> maker) {
    Map<Client, Caller> callers = new EnumMap<>(Client.class);
    clients.forEach(client -> callers.put(client, maker.apply(client)));
    return callers;
  }
}
