import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.HttpClientEngineFactory;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.request.HttpRequestKt;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpResponseKt;
import io.ktor.client.statement.HttpStatement;
import io.ktor.http.ContentType;
import io.ktor.http.HttpMethod;
import io.ktor.http.content.TextContent;
import io.ktor.utils.io.ByteReadChannel;
import io.ktor.utils.io.jvm.javaio.BlockingKt;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;

/**
 * Ktor's client over one of its engines. What Kotlin calls a suspend function takes a continuation
 * in Java: each is called by itself under {@code runBlocking}, which gives it one.
 */
abstract class Ktor implements Client {
  private final HttpClient client;

  Ktor(HttpClientEngineFactory<?> engine) {
    client = HttpClientKt.HttpClient(engine, config -> Unit.INSTANCE);
  }

  private interface Suspending<T> {
    Object call(Continuation<? super T> continuation);
  }

  private static <T> T await(Suspending<T> function) throws InterruptedException {
    return BuildersKt.<T>runBlocking(
        EmptyCoroutineContext.INSTANCE, (scope, continuation) -> function.call(continuation));
  }

  private HttpStatement request(boolean stream) {
    HttpRequestBuilder request = new HttpRequestBuilder();
    request.setMethod(HttpMethod.Companion.getPost());
    HttpRequestKt.url(request, Chat.URL);
    request.getHeaders().append("Authorization", Chat.KEY);
    request.setBody(
        new TextContent(
            Chat.question(stream), ContentType.Application.INSTANCE.getJson(), null));
    return new HttpStatement(request, client);
  }

  @Override
  public String text() throws Exception {
    HttpStatement request = request(false);
    HttpResponse answer = Ktor.<HttpResponse>await(request::execute);
    String body =
        Ktor.<String>await(
            continuation ->
                HttpResponseKt.bodyAsText(answer, StandardCharsets.UTF_8, continuation));
    return Chat.text(answer.getStatus().getValue(), body);
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    HttpStatement request = request(true);
    HttpResponse answer = Ktor.<HttpResponse>await(request::fetchStreamingResponse);
    ByteReadChannel body =
        Ktor.<ByteReadChannel>await(
            continuation -> HttpResponseKt.bodyAsChannel(answer, continuation));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(BlockingKt.toInputStream(body, null), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Chat.line(line, piece);
      }
    } finally {
      HttpResponseKt.complete(answer);
    }
  }
}
