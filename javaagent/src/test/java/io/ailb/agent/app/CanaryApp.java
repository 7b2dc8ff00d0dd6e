package io.ailb.agent.app;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Asks the same again and again, and shows all that can be seen in its JVM. */
public final class CanaryApp {
  private final List<String> notifications = new ArrayList<>();
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  private CanaryApp() {}

  /** Takes its own key; reads the number of calls to make from standard input, a line each time. */
  public static void main(String[] arguments) throws Exception {
    new CanaryApp().run(arguments[0]);
  }

  private void run(String key) throws Exception {
    OpenAIClient sdk =
        OpenAIOkHttpClient.builder()
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(2))
            .build();
    OkHttpClient plain = new OkHttpClient();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      for (int i = 0; i < 3; i++) {
        call(() -> OpenAiApp.chat(sdk));
        call(() -> OpenAiApp.streamed(sdk));
        call(
            () -> {
              try (Response response =
                  plain
                      .newCall(
                          OkHttpApp.request("https://api.openai.com/v1/chat/completions", true)
                              .newBuilder()
                              .header("Authorization", "Bearer " + key)
                              .build())
                      .execute()) {
                return response
                    + " "
                    + response.headers()
                    + response.body().string()
                    + response.networkResponse()
                    + response.priorResponse();
              }
            });
      }
      listen();
      System.out.println("done");
    }
    look();
    Thread.getAllStackTraces()
        .keySet()
        .forEach(thread -> System.out.println("thread " + thread.getName()));
    System.out.println("end");
    System.exit(0);
  }

  @FunctionalInterface
  private interface Calling {
    String call() throws Exception;
  }

  private static void call(Calling calling) {
    try {
      System.out.println("answer " + calling.call());
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      System.out.println("exception " + trace);
    }
  }

  private void listen() throws Exception {
    if (notifications.isEmpty()) {
      notifications.add("listening");
      beans.addNotificationListener(
          Registered.bean(beans, "type=AiLb"),
          (Notification n, Object handback) ->
              System.out.println("bean told " + n.getMessage() + n.getUserData()),
          null,
          null);
    }
  }

  private void look() throws JMException {
    for (ObjectName name : beans.queryNames(new ObjectName("ailb:*"), null)) {
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
        System.out.println(
            "bean " + name + " " + attribute + " " + beans.getAttribute(name, attribute.getName()));
      }
    }
    ObjectName pool = new ObjectName("ailb:type=Pool,pool=default");
    System.out.println("bean " + beans.invoke(pool, "report", null, null));
    System.out.println(
        "bean "
            + beans.invoke(
                pool,
                "explain",
                new Object[] {"gpt-4o-mini", 5},
                new String[] {String.class.getName(), "int"}));
    System.out.println(
        "bean " + beans.invoke(pool, "recentDecisions", new Object[] {200}, new String[] {"int"}));
    System.out.println(
        "bean " + beans.invoke(new ObjectName("ailb:type=AiLb"), "diagnostics", null, null));
    beans.invoke(
        new ObjectName("ailb:type=AiLb"),
        "setLogLevel",
        new Object[] {"error"},
        new String[] {String.class.getName()});
  }
}
