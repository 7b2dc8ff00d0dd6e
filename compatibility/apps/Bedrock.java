import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;

/** The AWS SDK's client for Bedrock that waits for whole answers; it has no streams. */
public final class Bedrock implements Client {
  private final BedrockRuntimeClient client =
      BedrockRuntimeClient.builder()
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create("the-applications-own", "key-that-signs")))
          .endpointOverride(
              URI.create(
                  "http://bedrock-runtime.us-east-1.amazonaws.com:"
                      + System.getProperty("outside.port")))
          .build();

  @Override
  public String text() {
    return client
        .converse(
            request ->
                request
                    .modelId("amazon.nova-micro-v1:0")
                    .messages(
                        message ->
                            message
                                .role(ConversationRole.USER)
                                .content(content -> content.text("hi"))))
        .output()
        .message()
        .content()
        .get(0)
        .text();
  }

  @Override
  public void stream(Consumer<String> piece) {
    piece.accept(text());
  }
}
