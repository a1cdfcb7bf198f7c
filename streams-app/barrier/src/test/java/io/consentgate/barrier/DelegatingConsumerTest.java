// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DelegatingConsumerTest {

    static Stream<Method> consumerMethods() {
        return Arrays.stream(Consumer.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()) || method.isDefault());
    }

    /** A default method that a later Kafka adds would run against the wrapper's own state if it were not passed on. */
    @ParameterizedTest
    @MethodSource("consumerMethods")
    void shouldPassOnEveryMethodOfTheInterface(Method method) {
        assertThatCode(() -> DelegatingConsumer.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                .doesNotThrowAnyException();
    }
}
