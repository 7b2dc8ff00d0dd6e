import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5, classic. */
public final class Apache5 implements Client {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final CloseableHttpClient client = HttpClients.createDefault();

  private static HttpPost request(boolean stream) {
    HttpPost request = new HttpPost("https://api.openai.com/v1/chat/completions");
    request.setHeader("Authorization", "Bearer the-applications-own-key");
    request.setEntity(
        new StringEntity(
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (stream ? ",\"stream\":true}" : "}"),
            ContentType.APPLICATION_JSON));
    return request;
  }

  @Override
  public String text() throws Exception {
    return client.execute(
        request(false),
        answer -> {
          String body = EntityUtils.toString(answer.getEntity());
          if (answer.getCode() != 200) {
            throw new IllegalStateException(answer.getCode() + " " + body);
          }
          Matcher matcher = CONTENT.matcher(body);
          return matcher.find() ? matcher.group(1) : body;
        });
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    client.execute(
        request(true),
        answer -> {
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      answer.getEntity().getContent(), StandardCharsets.UTF_8));
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = CONTENT.matcher(line);
            if (matcher.find()) {
              piece.accept(matcher.group(1));
            }
          }
          return null;
        });
  }
}
