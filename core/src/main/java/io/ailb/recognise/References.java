package io.ailb.recognise;

import io.ailb.json.JsonCursor;
import io.ailb.json.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Ids in a request of what a provider keeps for an account: earlier responses, conversations,
 * containers, files, cached contents.
 *
 * @param named those without which the request makes no sense: whoever does not keep them refuses
 *     it
 * @param mentioned those that came with what a model said and is said again: it is better, and
 *     sometimes necessary, that they are known, but a request that is whole without them may go
 *     anywhere
 */
public record References(List<String> named, List<String> mentioned) {
  static final References NONE = new References(List.of(), List.of());

  /** Collects them while a body is read. */
  static final class Finder {
    /** Deeper than any request for a person's sake. */
    private static final int DEEPEST = 64;

    /** Where one of these does not stand, there is no reference among messages. */
    static final Words IN_MESSAGES = Words.of("file_id");

    static final Words IN_ITEMS =
        Words.of("file_id", "container_id", "item_reference", "reasoning");
    static final Words IN_TOOLS = Words.of("container", "file_ids", "vector_store_ids");
    static final Words IN_CONTENTS = Words.of("fileUri", "file_uri");

    private static final String GEMINIS_FILES = "generativelanguage.googleapis.com/";

    private final List<String> named = new ArrayList<>(2);
    private final List<String> mentioned = new ArrayList<>(2);

    References found() {
      return new References(named, mentioned);
    }

    /** The value here is an id, or an object that has one. */
    void name(JsonCursor value) {
      if (!value.beginObject()) {
        names(value.string());
        return;
      }
      while (value.nextName()) {
        if (value.nameIs("id")) {
          names(value.string());
        } else {
          value.skip();
        }
      }
    }

    private void names(String id) {
      if (!id.isEmpty()) {
        named.add(id);
      }
    }

    private void mentions(String id) {
      if (!id.isEmpty()) {
        mentioned.add(id);
      }
    }

    /** What the tools of OpenAI's Responses work on. */
    void inTools(JsonCursor tools) {
      if (!tools.beginArray()) {
        return;
      }
      while (tools.nextElement()) {
        if (!tools.beginObject()) {
          tools.skip();
          continue;
        }
        while (tools.nextName()) {
          if (tools.nameIs("container")) {
            inContainer(tools);
          } else if (tools.nameIs("vector_store_ids")) {
            all(tools);
          } else {
            tools.skip(); // parameters of functions, too: whatever they are called, they are none
          }
        }
      }
    }

    /** The id of one, or what a new one is to hold. */
    private void inContainer(JsonCursor container) {
      if (!container.beginObject()) {
        names(container.string());
        return;
      }
      while (container.nextName()) {
        if (container.nameIs("file_ids")) {
          all(container);
        } else {
          container.skip();
        }
      }
    }

    private void all(JsonCursor ids) {
      if (!ids.beginArray()) {
        ids.skip();
        return;
      }
      while (ids.nextElement()) {
        names(ids.string());
      }
    }

    /** Messages, items or contents. */
    void inMessages(JsonCursor messages) {
      walk(messages, false, 0);
    }

    private void walk(JsonCursor value, boolean isFile, int depth) {
      if (depth < DEEPEST && value.beginArray()) {
        while (value.nextElement()) {
          walk(value, isFile, depth + 1);
        }
      } else if (depth < DEEPEST && value.beginObject()) {
        object(value, isFile, depth + 1);
      } else {
        value.skip();
      }
    }

    private void object(JsonCursor object, boolean isFile, int depth) {
      int type = -1;
      String id = "";
      String file = "";
      boolean sealed = false;
      while (object.nextName()) {
        if (object.nameIs("type")) {
          type = object.which(TYPES);
        } else if (object.nameIs("id")) {
          id = object.string();
        } else if (object.nameIs("file_id")) {
          file = object.string();
        } else if (object.nameIs("container_id")) {
          mentions(object.string());
        } else if (object.nameIs("encrypted_content")) {
          sealed = object.something();
        } else if (object.nameIs("fileUri") || object.nameIs("file_uri")) {
          geminisFile(object.string());
        } else if (isOfATool(object)) {
          object.skip();
        } else {
          walk(object, object.nameIs("file"), depth);
        }
      }
      if (isFile || type >= FILES) {
        names(file);
      } else {
        mentions(file);
      }
      if (type == ITEM) {
        names(id);
      } else if (type == REASONING && !sealed) {
        mentions(id); // where it is whole, it need not be looked up
      }
    }

    private static final int ITEM = 0;
    private static final int REASONING = 1;
    private static final int FILES = 2;
    private static final String[] TYPES = {
      "item_reference", "reasoning", "file", "container_upload", "input_file", "input_image"
    };

    /** What a model says to a function, or a function says to it, has names of its own. */
    private static boolean isOfATool(JsonCursor member) {
      return member.nameIs("input") || member.nameIs("args") || member.nameIs("response");
    }

    /** A film of YouTube or a file of a bucket is nobody's. */
    private void geminisFile(String uri) {
      int from = uri.indexOf("/files/");
      if (from >= 0 && uri.contains(GEMINIS_FILES)) {
        names(uri.substring(from + 1));
      }
    }
  }
}
