package io.ailb.recognise;

import io.ailb.model.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a URL's path tells. Providers are reached under many prefixes ({@code /v1}, {@code
 * /openai/v1}, {@code /api/v1}, none), so that paths are read from their end.
 */
final class Paths {
  private static final String DEPLOYMENTS = "/openai/deployments/";

  private Paths() {}

  /** The operation whose path ends like this one, or null. */
  static @Nullable Operation operation(String path) {
    Operation operation = byEnd(path);
    return operation == null || isOneDeployment(path, operation) ? operation : null;
  }

  /** Azure keeps other APIs below a deployment, under paths that end alike. */
  private static boolean isOneDeployment(String path, Operation operation) {
    int deployments = path.indexOf(DEPLOYMENTS);
    int from = deployments + DEPLOYMENTS.length();
    int end = path.length() - operation.suffix().length();
    int slash = path.indexOf('/', from);
    return deployments < 0 || slash < 0 || slash >= end;
  }

  private static @Nullable Operation byEnd(String path) {
    int lastSegment = path.lastIndexOf('/');
    if (path.indexOf(':', lastSegment + 1) >= 0) {
      return geminiOperation(path, lastSegment);
    }
    if (path.endsWith("/completions")) {
      return path.endsWith(Operation.CHAT_COMPLETIONS.suffix()) ? Operation.CHAT_COMPLETIONS : null;
    }
    if (path.endsWith(Operation.RESPONSES.suffix())) {
      return Operation.RESPONSES;
    }
    if (path.endsWith(Operation.MESSAGES.suffix())) {
      return isAnthropic(path, Operation.MESSAGES) ? Operation.MESSAGES : null;
    }
    if (path.endsWith(Operation.EMBEDDINGS.suffix())) {
      return Operation.EMBEDDINGS;
    }
    if (path.endsWith(Operation.COUNT_TOKENS.suffix())) {
      return isAnthropic(path, Operation.COUNT_TOKENS) ? Operation.COUNT_TOKENS : null;
    }
    return path.endsWith(Operation.MODELS.suffix()) ? Operation.MODELS : null;
  }

  /** OpenAI has {@code /threads/{id}/messages} too. */
  private static boolean isAnthropic(String path, Operation operation) {
    int before = path.length() - operation.suffix().length();
    return before == 0 || path.startsWith("/v1", before - 3);
  }

  private static @Nullable Operation geminiOperation(String path, int lastSegment) {
    int colon = path.indexOf(':', lastSegment + 1);
    if (modelCollection(path, lastSegment) == null) {
      return null;
    }
    for (Operation operation : GEMINI) {
      String method = operation.suffix();
      if (path.length() - colon == method.length() && path.startsWith(method, colon)) {
        return operation;
      }
    }
    return null;
  }

  private static final Operation[] GEMINI = {
    Operation.GENERATE_CONTENT,
    Operation.STREAM_GENERATE_CONTENT,
    Operation.EMBED_CONTENT,
    Operation.BATCH_EMBED_CONTENTS,
    Operation.COUNT_CONTENT_TOKENS
  };

  /** What the segment before Gemini's model says the model is, or null. */
  private static @Nullable String modelCollection(String path, int lastSegment) {
    if (path.startsWith("/models", lastSegment - 7)) {
      return "";
    }
    if (path.startsWith("/tunedModels", lastSegment - 12)) {
      return "tunedModels/";
    }
    return path.startsWith("/dynamic", lastSegment - 8) ? "dynamic/" : null;
  }

  /** The model that the path names: Gemini's, or Azure's deployment; null if it names none. */
  static @Nullable String model(Operation operation, String path) {
    int lastSegment = path.lastIndexOf('/');
    if (operation.modelInPath()) {
      int colon = path.indexOf(':', lastSegment + 1);
      return modelCollection(path, lastSegment) + decode(path.substring(lastSegment + 1, colon));
    }
    int deployments = path.indexOf(DEPLOYMENTS);
    if (deployments < 0) {
      return null;
    }
    int from = deployments + DEPLOYMENTS.length();
    int end = path.length() - operation.suffix().length();
    return end > from ? decode(path.substring(from, end)) : null;
  }

  private static final Set<String> COLLECTIONS =
      Set.of("responses", "conversations", "containers", "files", "batches", "vector_stores");

  static Recogniser.@Nullable Kept kept(String path) {
    int slash = path.indexOf('/');
    while (slash >= 0) {
      int next = path.indexOf('/', slash + 1);
      if (next >= 0 && COLLECTIONS.contains(path.substring(slash + 1, next))) {
        int end = path.indexOf('/', next + 1);
        String id = path.substring(next + 1, end < 0 ? path.length() : end);
        return id.isEmpty() ? null : new Recogniser.Kept(decode(id), slash);
      }
      slash = next;
    }
    return null;
  }

  private static String decode(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
