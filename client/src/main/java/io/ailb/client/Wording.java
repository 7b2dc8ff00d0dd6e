package io.ailb.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A request in the words of one API. */
final class Wording {
  /** In which messages are said, the one that most endpoints understand first. */
  static final List<Dialect> DIALECTS =
      List.of(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Dialect.GEMINI);

  /** Anthropic insists on a bound; ai-lb sends the same where it translates. */
  private static final int ANTHROPIC_MAX_TOKENS = 8192;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Dialect dialect;
  private final String target;
  private final byte[] body;

  Wording(Dialect dialect, String target, byte[] body) {
    this.dialect = dialect;
    this.target = target;
    this.body = body;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Path and query. */
  String target() {
    return target;
  }

  byte[] body() {
    return body;
  }

  /** Of messages. */
  static Wording of(ChatRequest request, String model, boolean stream, Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> chat(request, model, stream);
      case ANTHROPIC -> anthropic(request, model, stream);
      case GEMINI -> gemini(request, model, stream);
      case OPENAI_RESPONSES -> throw new IllegalArgumentException("messages are said in Chat");
    };
  }

  private static Wording chat(ChatRequest request, String model, boolean stream) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    ArrayNode messages = body.putArray("messages");
    for (ChatMessage message : request.messages()) {
      messages.addObject().put("role", message.role().id()).put("content", message.content());
    }
    if (request.maxTokens() != null) {
      // Newer models refuse the older name; where a host knows that one only, ai-lb renames it.
      body.put("max_completion_tokens", request.maxTokens());
    }
    settings(request, body);
    if (stream) {
      body.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
    return new Wording(Dialect.OPENAI_CHAT, "/v1/chat/completions", bytes(body));
  }

  private static Wording anthropic(ChatRequest request, String model, boolean stream) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    Integer most = request.maxTokens();
    body.put("max_tokens", most == null ? ANTHROPIC_MAX_TOKENS : most);
    String system = system(request);
    if (!system.isEmpty()) {
      body.put("system", system);
    }
    ArrayNode messages = body.putArray("messages");
    for (ChatMessage message : request.messages()) {
      if (message.role() != ChatMessage.Role.SYSTEM) {
        messages.addObject().put("role", message.role().id()).put("content", message.content());
      }
    }
    settings(request, body);
    if (stream) {
      body.put("stream", true);
    }
    return new Wording(Dialect.ANTHROPIC, "/v1/messages", bytes(body));
  }

  private static void settings(ChatRequest request, ObjectNode body) {
    if (request.temperature() != null) {
      body.put("temperature", request.temperature());
    }
  }

  private static Wording gemini(ChatRequest request, String model, boolean stream) {
    ObjectNode body = JSON.createObjectNode();
    String system = system(request);
    if (!system.isEmpty()) {
      body.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
    }
    ArrayNode contents = body.putArray("contents");
    for (ChatMessage message : request.messages()) {
      if (message.role() != ChatMessage.Role.SYSTEM) {
        boolean users = message.role() == ChatMessage.Role.USER;
        ObjectNode content = contents.addObject().put("role", users ? "user" : "model");
        content.putArray("parts").addObject().put("text", message.content());
      }
    }
    if (request.maxTokens() != null || request.temperature() != null) {
      ObjectNode generation = body.putObject("generationConfig");
      if (request.maxTokens() != null) {
        generation.put("maxOutputTokens", request.maxTokens());
      }
      settings(request, generation);
    }
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8);
    String method = stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return new Wording(Dialect.GEMINI, "/v1beta/models/" + name + method, bytes(body));
  }

  private static String system(ChatRequest request) {
    return request.messages().stream()
        .filter(message -> message.role() == ChatMessage.Role.SYSTEM)
        .map(ChatMessage::content)
        .collect(Collectors.joining("\n\n"));
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: it is a tree in memory
    }
  }
}
