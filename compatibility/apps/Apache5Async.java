import java.nio.CharBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/** Apache HttpClient 5, asynchronous. */
public final class Apache5Async implements Client {
  private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();

  public Apache5Async() {
    client.start();
  }

  private static SimpleHttpRequest request(boolean stream) {
    return SimpleRequestBuilder.post(Chat.URL)
        .setHeader("Authorization", Chat.KEY)
        .setBody(
            Chat.question(stream),
            ContentType.APPLICATION_JSON)
        .build();
  }

  @Override
  public String text() throws Exception {
    SimpleHttpResponse answer = client.execute(request(false), null).get(60, TimeUnit.SECONDS);
    return Chat.text(answer.getCode(), answer.getBodyText());
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    client
        .execute(
            SimpleRequestProducer.create(request(true)),
            new AbstractCharResponseConsumer<Void>() {
              private final StringBuilder line = new StringBuilder();

              @Override
              protected void start(HttpResponse response, ContentType type) {}

              @Override
              protected int capacityIncrement() {
                return 1024;
              }

              @Override
              protected void data(CharBuffer characters, boolean last) {
                while (characters.hasRemaining()) {
                  char next = characters.get();
                  if (next != '\n') {
                    line.append(next);
                    continue;
                  }
                  Chat.line(line, piece);
                  line.setLength(0);
                }
              }

              @Override
              protected Void buildResult() {
                return null;
              }

              @Override
              public void failed(Exception cause) {}

              @Override
              public void releaseResources() {}
            },
            null)
        .get(60, TimeUnit.SECONDS);
  }
}
