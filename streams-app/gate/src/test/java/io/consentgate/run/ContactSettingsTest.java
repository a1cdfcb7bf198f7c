// SPDX-License-Identifier: Apache-2.0
package io.consentgate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consentgate.config.ConfigReader;
import io.consentgate.config.InvalidConfig;
import io.consentgate.policy.ContactHours;
import io.consentgate.policy.ContactLimit;
import io.consentgate.policy.ContactOptions;
import io.consentgate.policy.PublicHolidays;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.law.LawBook;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactSettingsTest {

    @Test
    void shouldSetNothingUnlessTold() {
        assertThat(set(Map.of())).isEqualTo(ContactOptions.DEFAULT);
    }

    @Test
    void shouldReadHoursFromOneVariable() {
        assertThat(set(Map.of("CONTACT_HOURS", "VOICE MON-FRI 09:00-20:00, SMS SAT-SUN+HOL+WED 10:00-24:00"))
                        .hours())
                .containsExactlyInAnyOrder(
                        new ContactHours(
                                Channel.VOICE,
                                Set.of(
                                        DayOfWeek.MONDAY,
                                        DayOfWeek.TUESDAY,
                                        DayOfWeek.WEDNESDAY,
                                        DayOfWeek.THURSDAY,
                                        DayOfWeek.FRIDAY),
                                false,
                                LocalTime.of(9, 0),
                                LocalTime.of(20, 0)),
                        new ContactHours(
                                Channel.SMS,
                                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.WEDNESDAY),
                                true,
                                LocalTime.of(10, 0),
                                LocalTime.MIDNIGHT));
    }

    @Test
    void shouldReadARangeOfDaysOverTheEndOfTheWeek() {
        assertThat(ContactSettings.hours("SMS SAT-MON 10:00-12:00").days())
                .containsExactlyInAnyOrder(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
    }

    @ParameterizedTest
    @CsvSource({
        "VOICE 09:00-20:00, e.g. VOICE MON-FRI 09:00-20:00",
        "PHONE MON 09:00-20:00, no channel 'PHONE'",
        "UNKNOWN MON 09:00-20:00, no channel 'UNKNOWN'",
        "VOICE mon 09:00-20:00, no day 'mon'",
        "VOICE MON- 09:00-20:00, no day ''",
        "VOICE MON 09:00-25:00, no time of day",
        "VOICE MON 20:00-09:00, end later on the same day",
        "VOICE MON 09:00-09:00, end later on the same day",
        "VOICE MON 9:00-20:00, e.g. VOICE MON-FRI 09:00-20:00",
    })
    void shouldRefuseHoursThatCannotBeKept(String hours, String told) {
        assertThatThrownBy(() -> set(Map.of("CONTACT_HOURS", hours)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("policy: ")
                .hasMessageContaining(told);
    }

    @Test
    void shouldReadLimits() {
        ContactOptions options =
                set(Map.of("CONTACT_LIMITS", "SMS 4 in 7d, SMS 1 in 24h", "CONTACT_LIMITS_DIVERT", "true"));

        assertThat(options.limits())
                .containsExactly(
                        new ContactLimit(Channel.SMS, 1, Duration.ofDays(1)),
                        new ContactLimit(Channel.SMS, 4, Duration.ofDays(7)));
        assertThat(options.limitsDivert()).isTrue();
        assertThat(options.holidays()).as("no calendar is read for a limit").isSameAs(PublicHolidays.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "SMS four in 7d, e.g. SMS 4 in 7d",
        "SMS 4 in week, no duration",
        "SMS 0 in 7d, from 1 to 100",
        "SMS 101 in 7d, from 1 to 100",
        "SMS 1 in 0h, SMS 1 in 0h' cannot be counted; its time has to be whole hours",
        "SMS 1 in 59m, SMS 1 in 59m' cannot be counted; its time has to be whole hours",
        "SMS 1 in 90m, SMS 1 in 90m' cannot be counted; its time has to be whole hours",
        "SMS 1 in 367d, SMS 1 in 367d' cannot be counted; its time has to be whole hours",
        "SMS 1 in 99999999999999999999d, no duration",
        "FAX 1 in 7d, no channel 'FAX'",
    })
    void shouldRefuseLimitsThatCannotBeCounted(String limit, String told) {
        assertThatThrownBy(() -> set(Map.of("CONTACT_LIMITS", limit)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(told);
    }

    @Test
    void shouldNotKeepHoursByClocksThatItDoesNotKnow() {
        assertThatThrownBy(() -> set(Map.of("CONTACT_HOURS", "SMS MON 09:00-20:00", "JURISDICTIONS", "PL, FI")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("time zone of FI");
        assertThat(set(Map.of(
                                "CONTACT_HOURS", "SMS MON 09:00-20:00",
                                "JURISDICTIONS", "PL, FI",
                                "CONTACT_TIME_ZONES", "FI=Europe/Helsinki"))
                        .zones())
                .isEqualTo(Map.of("FI", ZoneId.of("Europe/Helsinki")));
        assertThat(set(Map.of("CONTACT_LIMITS", "SMS 4 in 7d", "JURISDICTIONS", "PL, FI"))
                        .limits())
                .as("to count needs no clock of the country")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FI", "FI=Helsinki", "Finland=Europe/Helsinki"})
    void shouldRefuseZonesThatAreNone(String zone) {
        assertThatThrownBy(() -> set(Map.of("CONTACT_TIME_ZONES", zone)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("FI=Europe/Helsinki");
    }

    /** Ustawa z 18 stycznia 1951 r. o dniach wolnych od pracy, art. 1, as amended from 1 February 2025. */
    @Test
    void shouldKnowThePolishHolidays() {
        PublicHolidays holidays =
                set(Map.of("CONTACT_HOURS", "SMS MON 09:00-20:00")).holidays();

        assertThat(IntStream.rangeClosed(1, 365)
                        .mapToObj(day -> LocalDate.ofYearDay(2026, day))
                        .filter(day -> holidays.isHoliday("PL", day))
                        .map(LocalDate::toString)
                        .collect(Collectors.toList()))
                .containsExactly(
                        "2026-01-01",
                        "2026-01-06",
                        "2026-04-05",
                        "2026-04-06",
                        "2026-05-01",
                        "2026-05-03",
                        "2026-05-24",
                        "2026-06-04",
                        "2026-08-15",
                        "2026-11-01",
                        "2026-11-11",
                        "2026-12-24",
                        "2026-12-25",
                        "2026-12-26");
        assertThat(holidays.isHoliday("PL", LocalDate.of(2024, 12, 24))).isFalse();
        assertThat(holidays.isHoliday("PL", LocalDate.of(2025, 12, 24))).isTrue();
        assertThat(holidays.isHoliday("DE", LocalDate.of(2026, 12, 25)))
                .as("of a country whose events are not judged nothing is said")
                .isFalse();
    }

    @Test
    void shouldKnowTheHolidaysOfEachCountryWhoseLawItKnows() {
        Set<String> countries = LawBook.standard().jurisdictions();
        NationalHolidays holidays = NationalHolidays.of(countries);

        assertThat(countries)
                .allSatisfy(country -> assertThat(holidays.isHoliday(country, LocalDate.of(2027, 1, 1)))
                        .isTrue());
        assertThatThrownBy(() -> NationalHolidays.of(Set.of("XX")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("XX");
    }

    private static ContactOptions set(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONSENT_GATE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "CONSENT_GATE_REGISTRY_URLS", "http://registry:8081"));
        settings.forEach((name, value) -> environment.put("CONSENT_GATE_POLICY_" + name, value));
        return PolicySettings.of(ConfigReader.read(null, environment).policy()).contact();
    }
}
