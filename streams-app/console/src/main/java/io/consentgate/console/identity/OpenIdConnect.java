// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.identity;

import static io.consentgate.console.identity.SignInFailed.Remedy.ASK_OPERATOR;
import static io.consentgate.console.identity.SignInFailed.Remedy.START_AGAIN;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.consentgate.config.GateConfig;
import io.consentgate.config.InvalidConfig;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), and bearer tokens (RFC 6750) of the same
 * issuer. Asks the provider for its metadata on first need, and again until it answers, so that the console starts
 * without the provider. Thread-safe.
 */
public final class OpenIdConnect implements Identity {

    /** Signatures only: with a shared-secret algorithm, everyone who can check a token can forge one. */
    private static final Set<JWSAlgorithm> SIGNATURES = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.EdDSA);

    private static final int TIMEOUT_MILLIS = 10_000;

    /** How far the provider's clock may be behind. */
    private static final Duration AUTHENTICATION_SKEW = Duration.ofSeconds(60);

    private final GateConfig.Oidc config;
    private final Issuer issuer;
    private final ClientID client;
    private final @Nullable Secret secret;
    private volatile @Nullable Provider provider;

    /** @throws InvalidConfig when the client's secret cannot be read */
    OpenIdConnect(GateConfig.Oidc config, URI issuer) {
        this.config = config;
        this.issuer = new Issuer(issuer);
        this.client = new ClientID(config.clientId());
        Path secretFile = config.clientSecretFile();
        this.secret = secretFile == null ? null : read(secretFile);
    }

    private static Secret read(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new InvalidConfig("review.console.oidc.client-secret-file is " + file + ", which cannot be read");
        }
    }

    /**
     * Begins a sign-in.
     *
     * @param callback where the provider sends the browser afterwards; the provider must know this address
     * @param reauthenticateFrom the current time, for a browser that was signed in here before. The provider must then authenticate
     *     the person again, even if its own session is still valid. Null when the provider's session suffices
     */
    public SignInBegun begin(URI callback, @Nullable Instant reauthenticateFrom) throws SignInFailed {
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope(OIDCScopeValue.OPENID, OIDCScopeValue.PROFILE), client, callback)
                .endpointURI(provider().metadata().getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (reauthenticateFrom != null) {
            // Also sends max_age, because it obliges the provider to return the time of authentication (OpenID Connect
            // Core 3.1.2.1).
            request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(Math.toIntExact(AUTHENTICATION_SKEW.toSeconds()));
        }
        return new SignInBegun(
                request.build().toURI(),
                callback,
                state.getValue(),
                nonce.getValue(),
                verifier.getValue(),
                reauthenticateFrom);
    }

    /**
     * Completes a sign-in.
     *
     * @param answered the address, with its query, to which the provider sent the browser back
     */
    public Staff finish(SignInBegun begun, URI answered) throws SignInFailed {
        Provider provider = provider();
        AuthorizationCode code = code(begun, answered);
        try {
            AuthorizationCodeGrant grant =
                    new AuthorizationCodeGrant(code, begun.callback(), new CodeVerifier(begun.codeVerifier()));
            HTTPRequest request = tokenRequest(provider, grant).toHTTPRequest();
            request.setConnectTimeout(TIMEOUT_MILLIS);
            request.setReadTimeout(TIMEOUT_MILLIS);
            TokenResponse response = OIDCTokenResponseParser.parse(request.send());
            if (!response.indicatesSuccess()) {
                throw new SignInFailed(
                        START_AGAIN,
                        "The provider took no code at its token endpoint: "
                                + response.toErrorResponse().getErrorObject().getCode());
            }
            IDTokenClaimsSet claims = new IDTokenValidator(issuer, client, provider.keys(), null)
                    .validate(
                            ((com.nimbusds.openid.connect.sdk.OIDCTokenResponse) response)
                                    .getOIDCTokens()
                                    .getIDToken(),
                            new Nonce(begun.nonce()));
            requireAfresh(begun, claims.getAuthenticationTime());
            return staff(claims.toJWTClaimsSet());
        } catch (IOException e) {
            throw new SignInFailed(ASK_OPERATOR, "The provider did not answer at its token endpoint", e);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new SignInFailed(ASK_OPERATOR, "The provider's answer cannot be trusted", e);
        }
    }

    /**
     * The user can remove the request for a new authentication from the address, so only the provider's statement of
     * its time counts. The provider must state it, since it was asked with max_age (OpenID Connect Core 3.1.2.1).
     */
    private static void requireAfresh(SignInBegun begun, @Nullable Date authenticatedAt) throws SignInFailed {
        Instant reauthenticateFrom = begun.reauthenticateFrom();
        if (reauthenticateFrom == null) {
            return;
        }
        if (authenticatedAt == null) {
            throw new SignInFailed(
                    ASK_OPERATOR,
                    "The ID token of a sign-in that was asked for with max_age has no claim auth_time (OpenID Connect"
                            + " Core 3.1.2.1), so that nothing shows that the provider asked anew who they are; have the"
                            + " provider put it into ID tokens of this client");
        }
        if (authenticatedAt.toInstant().isBefore(reauthenticateFrom.minus(AUTHENTICATION_SKEW))) {
            throw new SignInFailed(START_AGAIN, "The provider did not ask anew who they are, as it was told to");
        }
    }

    private AuthorizationCode code(SignInBegun begun, URI answered) throws SignInFailed {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(answered);
        } catch (ParseException e) {
            throw new SignInFailed(START_AGAIN, "The browser came back without an answer of the provider", e);
        }
        if (!new State(begun.state()).equals(response.getState())) {
            throw new SignInFailed(START_AGAIN, "The answer is not to the sign-in that this browser began");
        }
        if (response.getIssuer() != null && !issuer.equals(response.getIssuer())) {
            throw new SignInFailed(START_AGAIN, "The answer comes from another issuer (RFC 9207)");
        }
        if (response instanceof AuthenticationSuccessResponse success && success.getAuthorizationCode() != null) {
            return success.getAuthorizationCode();
        }
        throw new SignInFailed(START_AGAIN, "The provider did not let them in");
    }

    private TokenRequest tokenRequest(Provider provider, AuthorizationCodeGrant grant) {
        URI endpoint = provider.metadata().getTokenEndpointURI();
        return (secret == null
                        ? new TokenRequest.Builder(endpoint, client, grant)
                        : new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, secret), grant))
                .build();
    }

    /**
     * The person behind a bearer token.
     *
     * @param token the text after {@code Bearer}
     */
    public Staff bearer(String token) throws SignInFailed {
        String audience = config.apiAudience();
        if (audience == null) {
            throw new SignInFailed(
                    ASK_OPERATOR, "Bearer tokens are not taken: review.console.oidc.api-audience is not set");
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null)); // RFC 9068, and older providers
        processor.setJWSKeySelector(provider().keys());
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer.getValue()).build(),
                Set.of("exp", config.reviewerClaim())));
        try {
            return staff(processor.process(token, null));
        } catch (BadJOSEException | JOSEException | java.text.ParseException e) {
            throw new SignInFailed(START_AGAIN, "The bearer token cannot be trusted", e);
        }
    }

    private Staff staff(JWTClaimsSet claims) throws SignInFailed {
        if (!(claims.getClaim(config.reviewerClaim()) instanceof String id) || id.isBlank()) {
            throw new SignInFailed(
                    ASK_OPERATOR,
                    "The token has no claim " + config.reviewerClaim() + "; see review.console.oidc.reviewer-claim");
        }
        Object name = Objects.requireNonNullElse(
                claims.getClaim("name"), Objects.requireNonNullElse(claims.getClaim("preferred_username"), id));
        return new Staff(new Reviewer(id, roles(claims.getClaims())), name.toString());
    }

    private Set<Role> roles(Map<String, Object> claims) {
        Object value = claims.get(config.rolesClaim());
        if (value == null) {
            value = claims;
            for (String name : config.rolesClaim().split("\\.", -1)) {
                value = value instanceof Map<?, ?> level ? level.get(name) : null;
            }
        }
        Stream<?> words = value instanceof Collection<?> many
                ? many.stream()
                : List.of(String.valueOf(value).split(" ")).stream();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words.forEach(word -> Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .forEach(roles::add));
        return roles;
    }

    private Provider provider() throws SignInFailed {
        Provider known = provider;
        if (known != null) {
            return known;
        }
        try {
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS); // checks the issuer, too
            Provider found = new Provider(
                    metadata,
                    new JWSVerificationKeySelector<>(
                            SIGNATURES,
                            JWKSourceBuilder.create(metadata.getJWKSetURI().toURL())
                                    .retrying(true)
                                    .build()));
            provider = found;
            return found;
        } catch (IOException e) {
            throw new SignInFailed(ASK_OPERATOR, "The provider " + issuer + " does not answer", e);
        } catch (GeneralException e) {
            throw new SignInFailed(ASK_OPERATOR, "The provider " + issuer + " does not describe itself as it must", e);
        }
    }

    private record Provider(OIDCProviderMetadata metadata, JWSKeySelector<SecurityContext> keys) {}
}
