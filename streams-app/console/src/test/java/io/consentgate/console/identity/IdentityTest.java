// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final String ISSUER = "OIDC_ISSUER";
    private static final String DEMO = "DEMO_IDENTITY";
    private static final String ADDRESS = "ADDRESS";
    private static final String PUBLIC_URL = "PUBLIC_URL";

    @Test
    void shouldLetDemoPeopleInOnLoopback() {
        assertThat(Identity.of(console(Map.of(DEMO, "true")))).isInstanceOf(DemoIdentity.class);
        assertThat(Identity.of(console(Map.of(DEMO, "true", ADDRESS, "::1")))).isInstanceOf(DemoIdentity.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void shouldRefuseDemoPeopleOnAnyOtherAddress(String address) {
        assertThatThrownBy(() -> Identity.of(
                        console(Map.of(DEMO, "true", ADDRESS, address, PUBLIC_URL, "https://review.example"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("demo-identity")
                .hasMessageContaining(address);
    }

    @Test
    void shouldRefuseDemoPeopleBehindAProxy() {
        assertThatThrownBy(() -> Identity.of(console(Map.of(DEMO, "true", PUBLIC_URL, "https://review.example"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("public-url");
    }

    @Test
    void shouldRefuseDemoPeopleBesideRealOnes() {
        assertThatThrownBy(() -> Identity.of(console(Map.of(DEMO, "true", ISSUER, "https://id.example"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("both set");
    }

    @Test
    void shouldSayThatNobodyCouldSignIn() {
        assertThatThrownBy(() -> Identity.of(console(Map.of())))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("review.console.oidc.issuer");
    }

    @Test
    void shouldRefuseToCarryCasesOverANetworkInClear() {
        assertThatThrownBy(() -> Identity.of(console(Map.of(ISSUER, "https://id.example", ADDRESS, "0.0.0.0"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("TLS");
        assertThatThrownBy(() ->
                        Identity.of(console(Map.of(ISSUER, "https://id.example", PUBLIC_URL, "http://review.example"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("https");
        assertThat(Identity.of(console(Map.of(
                        ISSUER, "https://id.example", ADDRESS, "0.0.0.0", PUBLIC_URL, "https://review.example"))))
                .isInstanceOf(OpenIdConnect.class);
    }

    @Test
    void shouldNotAskAProviderInClear() {
        assertThatThrownBy(() -> Identity.of(console(Map.of(ISSUER, "http://id.example"))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("review.console.oidc.issuer is http://id.example")
                .hasMessageContaining("https");
        assertThat(Identity.of(console(Map.of(ISSUER, "http://127.0.0.1:9000/realm"))))
                .isInstanceOf(OpenIdConnect.class);
    }

    @Test
    void shouldTakeNoApiAudienceThatAnIdTokenHas() {
        assertThatThrownBy(() -> console(Map.of("OIDC_API_AUDIENCE", "consent-gate-review")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("api-audience");
    }

    private static GateConfig.Console console(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                "CONSENT_GATE_REGISTRY_URLS", "http://localhost:1"));
        settings.forEach((name, value) -> environment.put("CONSENT_GATE_REVIEW_CONSOLE_" + name, value));
        return ConfigReader.read(null, environment).review().console();
    }
}
