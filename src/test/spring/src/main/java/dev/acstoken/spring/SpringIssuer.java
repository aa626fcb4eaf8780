package dev.acstoken.spring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Spring Authorization Server as the tests need it. A line "rotate" on the standard input replaces
 * its signing key.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringIssuer implements ApplicationRunner {

  private static final String SCOPE = "Tokens.Issue";
  private static final Set<String> ADMINS = Set.of("root", "operations");

  private volatile JWKSet keys = newKeys();

  public static void main(String[] arguments) {
    SpringApplication.run(SpringIssuer.class, arguments);
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(user("alice"), user("root"));
  }

  // The audience of a token is the id of its client.
  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(
        app("chat-app").build(),
        app("mail-app").build(),
        app("late-app").build(),
        app("opaque-app")
            .tokenSettings(
                TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).build())
            .build(),
        service("directory-sync"),
        service("operations"),
        service("alice"));
  }

  @Bean
  JWKSource<SecurityContext> keySource() {
    return (selector, context) -> selector.select(keys);
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims() {
    return context -> {
      if (ADMINS.contains(context.getPrincipal().getName())) {
        context.getClaims().claim("roles", List.of("Identity.Admin"));
      }
      if (context.getRegisteredClient().getClientId().equals("late-app")) {
        var expired = Instant.now().minus(Duration.ofHours(1));
        context.getClaims().issuedAt(expired.minus(Duration.ofHours(1))).expiresAt(expired);
      }
    };
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    System.out.println("Spring Authorization Server has started");
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("rotate")) {
        keys = newKeys();
        System.out.println("Keys rotated");
      }
    }
  }

  private static JWKSet newKeys() {
    try {
      return new JWKSet(new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UserDetails user(String name) {
    return User.withUsername(name).password(secretOf(name)).authorities("ROLE_USER").build();
  }

  private static RegisteredClient.Builder app(String id) {
    return client(id)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri("https://app.example/callback")
        .scope("openid");
  }

  private static RegisteredClient service(String id) {
    return client(id).authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).build();
  }

  private static RegisteredClient.Builder client(String id) {
    return RegisteredClient.withId(UUID.randomUUID().toString())
        .clientId(id)
        .clientSecret(secretOf(id))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .scope(SCOPE);
  }

  private static String secretOf(String name) {
    return "{noop}secret-of-" + name;
  }
}
