import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application of Spring Boot with all that it configures by itself, and no server. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Boot {
  static final ConfigurableApplicationContext CONTEXT =
      new SpringApplicationBuilder(Boot.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .run();
}
