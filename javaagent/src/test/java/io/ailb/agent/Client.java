package io.ailb.agent;

import io.ailb.agent.app.EndingApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client whose requests can be taken over: its adapter, and what tells its calls apart. */
enum Client {
  OKHTTP(Jdk.JDK_17, "okhttp.OkHttpPlugin", "io.ailb.okhttp.", "LoadBalancingInterceptor"),
  JDK(Jdk.JDK_25, "jdkhttp.JdkHttpPlugin", "io.ailb.jdkhttp.", "Takeover"),
  APACHE5(
      Jdk.JDK_17, "apache5.classic.ClassicPlugin", "io.ailb.agent.apache5.classic.", "ClassicCall"),
  APACHE5_ASYNC(
      Jdk.JDK_25, "apache5.async.AsyncPlugin", "io.ailb.agent.apache5.async.", "Takeover"),
  REACTOR_NETTY(
      Jdk.JDK_17, "reactornetty.ReactorNettyPlugin", "io.ailb.agent.reactornetty.", "Takeover");

  /** Where it is tested; on both together, all is. */
  final Jdk jdk;

  final String plugin;
  final String entry;
  private final String adapter;

  Client(Jdk jdk, String plugin, String adapter, String entry) {
    this.jdk = jdk;
    this.plugin = "io.ailb.agent." + plugin;
    this.adapter = adapter;
    this.entry = adapter + entry;
  }

  /** What its changed classes call, or that asks first. */
  List<Place> entrances() {
    return switch (this) {
      case OKHTTP -> {
        String lists = "io.ailb.agent.okhttp.Interceptors"; // of which the plugin is the guard
        yield List.of(new Place(lists, "ofApplication"), new Place(lists, "ofNetwork"));
      }
      case JDK -> List.of(new Place(plugin, "takeover"));
      case APACHE5 -> List.of(new Place(entry, "begin"));
      case APACHE5_ASYNC -> List.of(new Place(adapter + "AttemptProducer", "is"));
      case REACTOR_NETTY -> List.of(new Place(plugin, "connection"));
    };
  }

  /** Classes that a call needs before it is sent. */
  List<String> ofACall() {
    List<String> names =
        switch (this) {
          case OKHTTP -> List.of("BlockingCall", "Intake", "Wire");
          case JDK -> List.of("JdkCall", "Intake", "Wire");
          case APACHE5 -> List.of("Answers", "Intake", "AttemptRequest");
          case APACHE5_ASYNC -> List.of("Apache5Call", "Memory", "Captured");
          case REACTOR_NETTY -> List.of("Conversation", "PoolChannel", "Wire", "Target");
        };
    return names.stream().map(adapter::concat).toList();
  }

  /**
   * What works on the client's own threads once a request is sent, and is called by us: what the
   * client itself calls is a frame around it.
   */
  List<Place> later() {
    List<Place> places = new ArrayList<>();
    for (String method : List.of("head", "body", "end")) {
      places.add(new Place("io.ailb.flow.Attempt", method));
    }
    String[] own =
        switch (this) {
          case OKHTTP -> new String[] {"Upstream.read", "AnswerBody.read", "Wire.response"};
          case JDK ->
              new String[] {
                "Upstream.answered",
                "Upstream.onNext",
                "JdkCall.answer",
                "JdkCall.bytes",
                "JdkCall.ended",
                "AnswerInfo.headers"
              };
          case APACHE5 -> new String[] {"Upstream.read", "AnswerStream.read", "Answers.answer"};
          case APACHE5_ASYNC ->
              new String[] {
                "Upstream.ask",
                "Upstream.give",
                "Apache5Call.answer",
                "Apache5Call.bytes",
                "Apache5Call.ended",
                "Takeover$Reading.handOn",
                "Leased.release"
              };
          case REACTOR_NETTY ->
              new String[] {
                "Conversation$Try.head",
                "Conversation$Try.piece",
                "Conversation.begin",
                "Conversation.wanted",
                "Conversation.answer",
                "Conversation.bytes",
                "Conversation.ended",
                "Requested.of",
                "Wire.fields",
                "Wire.response",
                "PoolChannel.deliver",
                "Takeover.content"
              };
        };
    for (String name : own) {
      int dot = name.indexOf('.');
      places.add(new Place(adapter + name.substring(0, dot), name.substring(dot + 1)));
    }
    return places;
  }

  /** Its application's ways of asking. */
  List<String> ways() {
    return switch (this) {
      case OKHTTP -> List.of("sync", "stream", "async", "async stream");
      case JDK -> List.of("sync", "stream", "async", "async lines");
      case APACHE5 -> List.of("sync", "stream", "one-shot body", "minimal stream");
      case APACHE5_ASYNC ->
          List.of("async", "async stream", "body that comes later", "minimal stream");
      case REACTOR_NETTY -> List.of("single", "chunked", "mono uri", "web mono", "web exchange");
    };
  }

  /** As {@code agent.clients} lists it. */
  String option() {
    return switch (this) {
      case OKHTTP -> "okhttp";
      case JDK -> "jdk";
      case APACHE5, APACHE5_ASYNC -> "apache5";
      case REACTOR_NETTY -> "reactor-netty";
    };
  }

  /** Asks in all its ways, one after the other. */
  Child run(Child child, String url, String... more) {
    String classPath =
        switch (this) {
          case OKHTTP -> ClassPaths.okHttp(4);
          case JDK -> ClassPaths.applications().toString();
          case APACHE5, APACHE5_ASYNC -> ClassPaths.apache5(6);
          case REACTOR_NETTY -> ClassPaths.reactorNetty("1.2");
        };
    List<String> arguments =
        new ArrayList<>(List.of(url, name().toLowerCase(Locale.ROOT).replace('_', '-')));
    arguments.addAll(List.of(more));
    return child.run(classPath, EndingApp.class, arguments.toArray(String[]::new));
  }
}
