package org.chancery;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.lumo.Lumo;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts one node and its console. The parts are put together here and in {@link NodeParts} and {@link ConsoleParts}. */
@SpringBootApplication(scanBasePackages = "org.chancery.console")
@ConfigurationPropertiesScan("org.chancery")
@Import({NodeParts.class, ConsoleParts.class, StartReport.class})
@Push
@StyleSheet(Lumo.STYLESHEET)
@StyleSheet("console/console.css")
@StyleSheet("console/forms.css")
@StyleSheet("console/lists.css")
@StyleSheet("console/case.css")
@StyleSheet("console/pages.css")
public class Application implements AppShellConfigurator {

    private static final long serialVersionUID = 1;

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "console/mark.svg", "any");
    }

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.addListeners(new StartFailure.DemoStaysHere(), new StartFailure.PortFirst());
        try {
            application.run(arguments);
        } catch (RuntimeException failure) {
            StartFailure.line(failure)
                    .ifPresentOrElse(line -> System.err.println("chancery: " + line), failure::printStackTrace);
            System.exit(1);
        }
    }
}
