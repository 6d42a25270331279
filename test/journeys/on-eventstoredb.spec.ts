// The main journeys once more, whole, with the log in a double of EventStoreDB. Their tests look at pages, not at the log.
import './baton.spec';
import './closing.spec';
import './hospital-facts.spec';
import './referral.spec';
import './tests.spec';

process.env['GUARDIAN_TEST_LOG'] = 'eventstoredb';
