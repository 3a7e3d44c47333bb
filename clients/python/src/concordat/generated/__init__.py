# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
