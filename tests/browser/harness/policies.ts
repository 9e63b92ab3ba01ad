// Key policies of any size, the same in each run.

/** Whom the statement of this number names. */
export const roleOf = (index: number): string => `arn:aws:iam::111122223333:role/Role${index}`;

/** A policy of at least so many bytes: statements as people write them, each with conditions. */
export const policyOf = (bytes: number, indent = 2): string => {
  const statement = (index: number) => ({
    Sid: `Statement ${index}`,
    Effect: "Allow",
    Principal: { AWS: roleOf(index) },
    Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:project": `P${index}` } },
  });
  const statements = [statement(0)];
  const text = () => JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, indent);
  while (text().length < bytes) statements.push(statement(statements.length));
  return text();
};
