// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import io.consentgate.events.Channel;
import io.consentgate.events.Trigger;
import io.consentgate.schemas.GeneratedClasses;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * An endless sequence of stories, deterministic for a seed and a clock. First comes each act of each system once, in
 * shuffled order, so that a short run shows all acts. Used by one thread.
 */
public final class Scenario {

    private static final List<PublishingSystem> SYSTEMS = List.of(
            new MarketingCampaign(
                    "birthday SMS", 9, Channel.SMS, Trigger.BIRTHDAY, "Sto lat! Z tej okazji -15% na wszystko."),
            new MarketingCampaign("name-day SMS", 5, Channel.SMS, Trigger.NAME_DAY, "W dniu imienin: prezent czeka."),
            new MarketingCampaign("holiday SMS", 7, Channel.SMS, Trigger.HOLIDAY, "Wesołych Świąt! Rabat w środku."),
            new MarketingCampaign(
                    "lapsed customers", 7, Channel.EMAIL, Trigger.LAPSED_PURCHASE, "Dawno nas nie było. Wróć po kod."),
            new MarketingCampaign(
                    "abandoned basket", 6, Channel.EMAIL, Trigger.ABANDONED_BASKET, "Koszyk czeka, a w nim rabat."),
            new CallbackWidget(),
            new DiscountCodeLeads(),
            new Chatbot(),
            new TelephoneSales(),
            new ServiceMessages(),
            new LoanDecisions(),
            new PriceOffers(),
            new CreditScores(),
            new Adverts(),
            new BrokenPublisher());

    private final Random random;
    private final Clock clock;
    private final Mix mix;
    private final Deque<Draw> overture = new ArrayDeque<>();

    private record Draw(PublishingSystem system, PublishingSystem.Act act) {}

    /**
     * Shares of stories with a difficulty, from 0 to 1.
     *
     * @param racing the last consent record is acknowledged only just before the event is published. Without the read
     *     barrier, the gate may miss it
     * @param misplaced records with another partitioner, no key or a wrong key
     */
    public record Mix(double racing, double misplaced) {}

    public Scenario(long seed, Clock clock, Mix mix) {
        GeneratedClasses.trust();
        this.random = new Random(seed);
        this.clock = clock;
        this.mix = mix;
        List<Draw> all = new ArrayList<>();
        SYSTEMS.forEach(system -> system.acts().forEach(act -> all.add(new Draw(system, act))));
        Collections.shuffle(all, random);
        overture.addAll(all);
    }

    /** The labels of all systems, in the order in which a table shows them. */
    public static List<String> systems() {
        return SYSTEMS.stream().map(PublishingSystem::label).toList();
    }

    /** Number of stories after which every act has occurred. */
    public static int acts() {
        return SYSTEMS.stream().mapToInt(system -> system.acts().size()).sum();
    }

    /** The next story. Never ends. */
    public Story next() {
        Draw draw = overture.isEmpty() ? draw() : overture.remove();
        Subject subject = new Subject(random, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Story story = draw.act().play().apply(subject).from(draw.system().label());
        Partitioning consents = consentPartitioning(story);
        Partitioning events = partitioning();
        boolean races = random.nextDouble() < mix.racing() && !story.said().isEmpty();
        if (story.events().stream().anyMatch(event -> event.malformation() != null)) {
            // The record names no readable subject, so no partition is the right one.
            return story.placed(Partitioning.JAVA_CLIENT, Partitioning.JAVA_CLIENT);
        }
        if (races) {
            // The gate's guarantee covers consent on its key's partition; a misplaced record must first be rerouted.
            return story.placed(Partitioning.JAVA_CLIENT, events).raced();
        }
        return story.placed(consents, events);
    }

    /**
     * The broker refuses a record without a key on a compacted topic, and only the key names the subject of an erasure.
     */
    private Partitioning consentPartitioning(Story story) {
        boolean erases = story.said().stream().anyMatch(said -> said.state() == null);
        Partitioning drawn = partitioning();
        return switch (drawn) {
            case JAVA_CLIENT, LIBRDKAFKA -> drawn;
            case NO_KEY -> Partitioning.LIBRDKAFKA;
            case WRONG_KEY -> erases ? Partitioning.LIBRDKAFKA : drawn;
        };
    }

    private Draw draw() {
        PublishingSystem system = draw(SYSTEMS, PublishingSystem::weight);
        return new Draw(system, draw(system.acts(), PublishingSystem.Act::weight));
    }

    private <T> T draw(List<T> choices, java.util.function.ToIntFunction<T> weight) {
        int ticket = random.nextInt(choices.stream().mapToInt(weight).sum());
        for (T choice : choices) {
            ticket -= weight.applyAsInt(choice);
            if (ticket < 0) {
                return choice;
            }
        }
        throw new AssertionError("weights sum to more than they are");
    }

    private Partitioning partitioning() {
        if (random.nextDouble() >= mix.misplaced()) {
            return Partitioning.JAVA_CLIENT;
        }
        return switch (random.nextInt(4)) {
            case 0 -> Partitioning.NO_KEY;
            case 1 -> Partitioning.WRONG_KEY;
            default -> Partitioning.LIBRDKAFKA;
        };
    }
}
