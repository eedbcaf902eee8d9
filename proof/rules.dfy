// The rules whose need is shown. The proof holds with all of them; `check` turns one after the other off, and the proof must fail.
module Rules {
  // A challenge dies with its connection.
  const ChallengeDiesWithConnection: bool := true
  // Reading Challenge again gives another one.
  const DrawRetiresFormer: bool := true
  // The third failed proof ends a challenge.
  const ThirdFailureRetires: bool := true
  // A sequence number at or below the last one is refused.
  const SequenceRises: bool := true
  // The boot count is an input of the challenge.
  const BootCountInChallenge: bool := true
  // The draw count is an input of the challenge.
  const DrawCountInChallenge: bool := true
  // No challenge is given in a boot that could not be counted.
  const BootCountWrittenFirst: bool := true
  // The challenge is made under a secret of the lock.
  const ChallengeIsSecretlyMade: bool := true
  // The holder's secret is made of the whole grant.
  const SecretCoversGrant: bool := true
  // The guest's secret is made of the whole share.
  const SecretCoversShare: bool := true
  // The proof covers the challenge frame.
  const ProofCoversChallenge: bool := true
  // The proof covers the sequence number.
  const ProofCoversSequence: bool := true
  // The proof covers command and body.
  const ProofCoversBody: bool := true
  // The phone draws a nonce for each request.
  const NonceIsFresh: bool := true
  // The mac of a reply covers the proof of the request.
  const ReplyCoversProof: bool := true
  // The mac of a reply covers the status.
  const ReplyCoversStatus: bool := true
  // A notice is applied only under its mac.
  const NoticeIsAuthentic: bool := true
  // A notice is applied only when after <= applied.
  const NoticeChecksAfter: bool := true
  // A notice is applied only when applied < number.
  const NoticeNumberRises: bool := true
  // A notice repeats every item that the facility does not know applied.
  const NoticeRepeatsUnknown: bool := true
  // The number of the last notice survives a power cut.
  const AppliedSurvives: bool := true
  // A key of a lower tenancy is refused.
  const TenancyIsChecked: bool := true
  // A notice sets the tenancy only upwards.
  const TenancyOnlyRises: bool := true
}
