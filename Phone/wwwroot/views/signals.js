// Sound and vibration when a door opens; both can be switched off in the settings.

import { readValue } from '../keyring/store.js';

/** The door is open. */
export async function celebrate() {
    if (await readValue('vibration') !== false)
        navigator.vibrate?.(120);
    if (await readValue('sound') !== false)
        play();
}

function play() {
    try {
        const audio = new AudioContext();
        const gain = audio.createGain();
        gain.gain.setValueAtTime(0.1, audio.currentTime);
        gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
        gain.connect(audio.destination);
        for (const [frequency, delay] of [[660, 0], [880, 0.12]]) {
            const tone = audio.createOscillator();
            tone.frequency.value = frequency;
            tone.connect(gain);
            tone.start(audio.currentTime + delay);
            tone.stop(audio.currentTime + delay + 0.2);
            tone.onended = () => { if (delay > 0) void audio.close(); };
        }
    } catch {
        // A phone without sound opens doors too.
    }
}
