// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactReferencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+48601234567",
                "48601234567",
                "0048601234567",
                "601 234 567",
                "601-234-567",
                "(22) 123-45-67",
                "1234567",
                "123456789012345",
                "tel:+48601234567",
                "TEL:601234567",
                "msisdn=48601234567",
                "tel. 601 234 567",
                "whatsapp:+48 601 234 567",
                "+48 601 234 567 ext. 12",
                "call +48601234567",
                "%2B48601234567",
                "٦٠١٢٣٤٥٦٧",
                "jan@example.pl",
                "mailto:jan@example.pl",
                "jan%40example.pl",
                "jan＠example.pl",
                "https://wa.me/48601234567",
                "PL48601234567",
                "48601234567x",
                "48601234567;48609999999",
                "Anna Kowalska 601234567",
                "mobile_601234567",
                "sms://601234567?x",
                "anna.kowalska(at)wp.pl",
                "jan%40example",
                "%40jan_kowalski",
                "tel:1234567",
                "msisdn=1234567",
                "abcdefghijkl:1234567",
                "x601234567x",
                "x123456789012345",
                "x123456789012345x",
                "+1234567x",
                "+48-60-12-34x",
                "+123456789012345x",
                "a+1+1234567x",
                "shop+1234567",
                "customer/of/our/shop/+123456789012345",
                "customer/primary-phone/48601234567",
                "crm:contact-point:phone:48601234567",
                "customer_primary_phone_0048601234567",
                "customer-primary-phone-601234567-of-shop",
                "tel-601-234-567",
                "PL_601_234_567",
                "mobile/601/234/567",
                "0b9e5f3c-7e53-4c3a-9e0e-446655440000:48601234567",
                "3e179b11b6b1b03a675142e8f53c5a375367eafeea4cf2a03db5b7a93c2e592b:48601234567"
            })
    void shouldKnowANumberOrAddressInClear(String reference) {
        assertThat(ContactReferences.isInClear(reference)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3e179b11b6b1b03a675142e8f53c5a375367eafeea4cf2a03db5b7a93c2e592b",
                "3E179B11B6B1B03A675142E8F53C5A375367EAFEEA4CF2A03DB5B7A93C2E592B",
                "PheYEbaxsDpnUULo9TxaN1Nn6v7qTPKgPbW3qTwuWSs=",
                "tel:3e179b11b6b1b03a",
                "hmac-of-a-number",
                "subscriber-1234567",
                "crm-4711-22-33",
                "crm-601-234-567-a",
                "123456",
                "0000123456",
                "1234567890123456",
                "+123456",
                "a+b+c1234567",
                "%zz",
                "1234567890abcdef1234567890abcdef",
                "abcdef",
                "abcdefghijklm:1234567",
                "x1234567890123456",
                "x1234567890123456x",
                "+1234567890123456x",
                "+123456x",
                "+48a1234567",
                "0b9e5f3c-7e53-4c3a-9e0e-446655440000",
                "contact:0B9E5F3C-7E53-4C3A-9E0E-446655440000",
                "hmac-sha256:key-2026-11:3e179b11b6b1b03a675142e8f53c5a37",
                "customer/of/our/shop/number/12345678",
                "customer/of/our/shop/number/1234567890123456",
                "customer/of/our/shop/x48601234567x",
                "PheYEbaxsDpnUULo9TxaN1Nn6v7+123456=",
                ""
            })
    void shouldTakeAReferenceForWhatItIs(String reference) {
        assertThat(ContactReferences.isInClear(reference)).isFalse();
    }

    @Test
    void shouldTakeNoHashForANumber() throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

        assertThat(IntStream.range(0, 20_000)
                        .mapToObj(number -> sha256.digest(("tel:" + number).getBytes(StandardCharsets.UTF_8))))
                .noneMatch(hash -> ContactReferences.isInClear(HexFormat.of().formatHex(hash))
                        || ContactReferences.isInClear(Base64.getEncoder().encodeToString(hash)));
    }

    /** One hash has two spellings in Base64: it must not look like that of another contact. */
    @Test
    void shouldNotTellTheTwoAlphabetsOfBase64Apart() {
        byte[] hash = HexFormat.of().parseHex("fbff3e17".repeat(8));
        String base64 = Base64.getEncoder().encodeToString(hash);
        String url = Base64.getUrlEncoder().encodeToString(hash);

        assertThat(url).isNotEqualTo(base64);
        assertThat(ContactReferences.areComparable(base64, url)).isFalse();
        assertThat(ContactReferences.areComparable(base64, base64.replace('f', 'g')))
                .isTrue();
    }

    @Test
    void shouldFindNothingInClearWhereThereIsNothing() {
        assertThat(ContactReferences.isInClear(null)).isFalse();
        assertThat(ContactReferences.isUnusable(null, null)).isFalse();
        assertThat(ContactReferences.isUnusable(" ", null)).isFalse();
    }

    @Test
    void shouldUseNoHashWithoutItsKey() {
        assertThat(ContactReferences.isUnusable("3e17", " ")).isTrue();
        assertThat(ContactReferences.isUnusable("3e17", "k1")).isFalse();
        assertThat(ContactReferences.isUnusable("+48601234567", "k1")).isTrue();
    }

    @Test
    void shouldCompareHexWithoutCaseAndAllElseWithIt() {
        assertThat(ContactReferences.isSame("3e17ab", "3E17AB")).isTrue();
        assertThat(ContactReferences.isSame("PheYEb+x", "pheyeb+x")).isFalse();
        assertThat(ContactReferences.isSame("PheYEb+x", "PheYEb+x")).isTrue();
        assertThat(ContactReferences.isSame("3e17ab", "3e17ac")).isFalse();
        assertThat(ContactReferences.isSame(null, "3e17ab")).isFalse();
        assertThat(ContactReferences.isSame("3e17ab", null)).isFalse();
        assertThat(ContactReferences.isSame(null, null)).isFalse();
    }
}
