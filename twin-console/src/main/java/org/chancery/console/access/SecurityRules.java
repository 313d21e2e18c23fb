package org.chancery.console.access;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import org.chancery.console.shell.Texts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** One filter chain per kind of way in: machines, strangers, people. */
@Configuration(proxyBeanMethods = false)
public class SecurityRules {

    /** Nothing from elsewhere; Vaadin starts its client with inline code. */
    private static final String CONTENT = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
            + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    @Bean
    LoginThrottle loginThrottle(Clock clock) {
        return new LoginThrottle(clock);
    }

    @Bean
    AuthenticationManager authenticationManager(
            Accounts accounts, PasswordEncoder encoder, LoginThrottle throttle, Environment environment) {
        boolean demo = environment.acceptsProfiles(Profiles.of("demo"));
        return new ProviderManager(new PasswordCheck(accounts, encoder, throttle, demo));
    }

    /**
     * Workers and tools: HTTP Basic on each request, no session. A browser repeats such credentials by itself, so what
     * other sites make it send is refused first.
     */
    @Bean
    @Order(1)
    SecurityFilterChain machineAccess(HttpSecurity http, Texts texts) throws Exception {
        return http.securityMatcher("/engine-rest/**", "/api/**")
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                "/api/ledger/status",
                                "/api/ledger/lawfulness",
                                "/api/receipts/*",
                                "/api/receipts/*/later")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .httpBasic(basic -> basic.authenticationEntryPoint(new DoorAnswer(texts)))
                .headers(SecurityRules::keepToTls)
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new OwnCallersOnly(texts), BasicAuthenticationFilter.class)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** What anyone may fetch in order to check the log. */
    @Bean
    @Order(2)
    SecurityFilterChain publicAccess(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        "/checkpoint",
                        "/log.vkey",
                        "/log.keys",
                        "/log.policy",
                        "/officers.vkey",
                        "/tile/**",
                        "/judges.vkey",
                        "/sealing.policy",
                        "/lawfulness/*",
                        "/models/{sha256:[A-Za-z0-9_-]{43}}",
                        "/actuator/health",
                        "/console/**")
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .headers(SecurityRules::keepToTls)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** People at the console: form log-in, a fresh session id after it, CSRF tokens, roles on each view. */
    @Bean
    @Order(3)
    SecurityFilterChain personalAccess(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(
                        rules -> rules.requestMatchers("/receipts/**").authenticated())
                .with(
                        VaadinSecurityConfigurer.vaadin(),
                        console -> console.loginView(LoginView.class)
                                .anyRequest(AuthorizeHttpRequestsConfigurer.AuthorizedUrl::authenticated))
                .formLogin(form -> form.failureHandler(SecurityRules::refused))
                .sessionManagement(sessions -> sessions.sessionFixation(fixation -> fixation.changeSessionId()))
                .headers(SecurityRules::keepToTls)
                .headers(SecurityRules::writeFirst)
                .headers(headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .contentSecurityPolicy(content -> content.policyDirectives(CONTENT))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), microphone=(), geolocation=()")))
                .build();
    }

    /**
     * Once seen over TLS, this host is asked over TLS only (HSTS). It is sent just if the request was secure, as the
     * session's cookie is marked then. Other hosts below this one's name are not ours to decide on.
     */
    private static void keepToTls(HeadersConfigurer<HttpSecurity> headers) {
        headers.httpStrictTransportSecurity(transport -> transport.includeSubDomains(false));
    }

    /** Pages are forwarded to, and closed before they come back here: headers written last would not reach them. */
    private static void writeFirst(HeadersConfigurer<HttpSecurity> headers) {
        headers.addObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
            @Override
            public <T extends HeaderWriterFilter> T postProcess(T filter) {
                filter.setShouldWriteHeadersEagerly(true);
                return filter;
            }
        });
    }

    private static void refused(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        String why = switch (reason) {
            case PasswordCheck.Blocked blocked ->
                "locked=" + blocked.block().scope().name().toLowerCase(Locale.ROOT) + "&minutes="
                        + blocked.block().minutes();
            case PasswordCheck.Busy busy -> "busy";
            default -> "error";
        };
        response.sendRedirect(request.getContextPath() + "/login?" + why);
    }
}
