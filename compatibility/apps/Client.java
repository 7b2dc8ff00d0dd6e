import java.util.function.Consumer;

/** An application of one SDK, which knows nothing of ai-lb. */
public interface Client {
  /** The text of an answer in one piece. */
  String text() throws Exception;

  /** The pieces of a streamed answer's text, as they come. */
  void stream(Consumer<String> piece) throws Exception;
}
