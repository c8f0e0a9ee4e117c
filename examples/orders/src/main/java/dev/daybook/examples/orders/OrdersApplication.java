package dev.daybook.examples.orders;

import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** The shop. */
// Spring's error page is left out: ServerErrors answers in its place.
@SpringBootApplication(proxyBeanMethods = false, exclude = ErrorMvcAutoConfiguration.class)
final class OrdersApplication {

    private OrdersApplication() {}

    public static void main(String[] arguments) {
        int status = DemoCommand.commandLine().execute(arguments);
        if (status != CommandLine.ExitCode.OK) {
            System.exit(status);
        }
    }

    /** Starts the shop with settings of the form {@code name=value}; see {@code application.properties} for the others. */
    static ConfigurableApplicationContext start(List<String> settings) {
        SpringApplication application = new SpringApplication(OrdersApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        return application.run(settings.stream().map(setting -> "--" + setting).toArray(String[]::new));
    }
}
